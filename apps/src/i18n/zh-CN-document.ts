/** Sentences about workflow documents: what is wrong with a step, a link or the text, by their English template. */
export const documentTexts: Readonly<Record<string, string>> = {
  // Steps
  'Step "%1" needs the algorithm %2, which is not installed.': '步骤“%1”需要算法 %2，但它未安装。',
  'Install the package that it comes from, or load it in the notebook first.':
    '请安装提供它的软件包，或先在笔记本中加载。',
  'Step "%1" was made for %2 %3, but %4 is installed.': '步骤“%1”是为 %2 %3 制作的，而已安装的是 %4。',
  'It is taken; results may differ slightly.': '将使用已安装的版本；结果可能略有差异。',
  'Install that version, or take the installed one, whose results may differ.':
    '请安装该版本，或使用已安装的版本，其结果可能不同。',
  'Step "%1" names neither an algorithm nor a workflow.': '步骤“%1”既没有算法也没有工作流。',
  'There are two steps "%1".': '有两个步骤“%1”。',
  'There is no step "%1".': '没有步骤“%1”。',
  'The algorithm of step "%1" is not known here.': '此处不认识步骤“%1”的算法。',
  'Step "%1" depends on its own result.': '步骤“%1”依赖于它自己的结果。',
  'Remove one of the links of the circle.': '请去掉回路中的一条连线。',

  // Links
  'Step "%1" has nothing linked to its input "%2".': '步骤“%1”的输入“%2”没有连线。',
  'Link %1 to it.': '请连接：%1。',
  'Step "%1" has no input "%2".': '步骤“%1”没有输入“%2”。',
  'Its inputs are %1.': '它的输入有 %1。',
  'It has no inputs.': '它没有输入。',
  'Input "%1" of step "%2" refuses the link: %3': '步骤“%2”的输入“%1”拒绝此连线：%3',
  'Parameter "%1" of step "%2" refuses the link: %3': '步骤“%2”的参数“%1”拒绝此连线：%3',
  'Output "%1" refuses the link: %2': '输出“%1”拒绝此连线：%2',
  'Step "%1" is linked to an input "%2" that the workflow does not have.': '步骤“%1”连到输入“%2”，但工作流没有它。',
  'Step "%1" is linked to a step "%2" that the workflow does not have.': '步骤“%1”连到步骤“%2”，但工作流没有它。',
  'Step "%1" is linked to a parameter "%2" that the workflow does not have.': '步骤“%1”连到参数“%2”，但工作流没有它。',
  'Step "%1" is linked to an output "%2" that step "%3" does not have.': '步骤“%1”连到步骤“%3”没有的输出“%2”。',
  'Output "%1" is linked to an input "%2" that the workflow does not have.': '输出“%1”连到输入“%2”，但工作流没有它。',
  'Output "%1" is linked to a step "%2" that the workflow does not have.': '输出“%1”连到步骤“%2”，但工作流没有它。',
  'Output "%1" is linked to an output "%2" that step "%3" does not have.': '输出“%1”连到步骤“%3”没有的输出“%2”。',

  // Results and bodies
  'The result "%1" of step "%2" was not kept.': '步骤“%2”的结果“%1”未保留。',
  'Make it an output of the workflow and run again.': '请把它设为工作流的输出，再运行一次。',
  'This run is not known here.': '此处不认识这次运行。',
  'Run the workflow again.': '请再次运行工作流。',
  'the only implementation': '唯一的实现',
  'chosen by the user': '由用户选择',
  'cheapest that can run here': '可在此运行且开销最小',
  'fastest as measured on this machine (%1) that can run here': '在本机测得最快（%1）',
  '%1 costs more': '%1 开销更大',
  '%1 takes %2': '%1 需 %2',

  // The text
  'The document is no valid JSON: %1': '文档不是有效的 JSON：%1',
  'This is no Daisy document: it does not begin with { "daisy": 2.': '这不是 Daisy 文档：它不以 { "daisy": 2 开头。',
  'The document is of format %1, but this version of Daisy knows formats up to %2.':
    '文档的格式为 %1，而此版本的 Daisy 最多认识格式 %2。',
};
