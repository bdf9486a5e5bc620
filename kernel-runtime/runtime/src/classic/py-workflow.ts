import { DaisyError, type Store } from '@daisy-lab/core';
import { DaisyAlg, type Arguments } from './daisy-alg.js';
import { CreateWorkflowEngine, type CfgDict, type InitDict, type WorkflowEngine } from './py-workflow-engine.js';

/** What the `initialize` of a workflow is given. */
export interface WorkflowInit extends Arguments {
  readonly workflow_engine?: string;
  readonly workflow_environment?: InitDict;
  readonly algorithms_cfg?: CfgDict;
  /** Where the data objects live. Default: in memory. */
  readonly store?: Store;
}

/** A workflow as classic scripts write them: an algorithm whose `execute` calls those of its engine. */
export abstract class PyWorkflow extends DaisyAlg {
  #engine: WorkflowEngine | undefined;
  #level: number | undefined;

  /** @throws DaisyError `Input` before `initialize` */
  protected get engine(): WorkflowEngine {
    if (this.#engine) return this.#engine;
    throw new DaisyError('Input', { message: `The workflow "${this.objName()}" is not initialised yet.` });
  }

  override async initialize(options: WorkflowInit = {}): Promise<boolean> {
    const { workflow_engine, workflow_environment = {}, algorithms_cfg = {}, store } = options;
    const place = store ? { store } : {};
    const engine = CreateWorkflowEngine({ class_name: workflow_engine ?? '', name: this.objName(), ...place });
    this.#engine = engine;
    this.enter(engine);
    if (this.#level !== undefined) engine.setLogLevel(this.#level);
    await engine.initialize({ default_init: workflow_environment });
    await engine.config({ default_cfg: algorithms_cfg });
    return true;
  }

  setLogLevel(level: number): void {
    this.#level = level;
    this.#engine?.setLogLevel(level);
  }

  get_algorithm(name: string): DaisyAlg {
    return this.engine.find(name);
  }

  get_data(name: string): Promise<unknown> {
    return this.engine.datastore.get(name);
  }

  data_keys(): readonly string[] {
    return this.engine.datastore.keys();
  }

  algorithm_keys(): readonly string[] {
    return this.engine.keys();
  }

  override async finalize(): Promise<boolean> {
    await this.engine.finalize();
    return true;
  }
}
