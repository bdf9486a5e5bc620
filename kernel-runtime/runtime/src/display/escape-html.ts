const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it must stand in HTML, in attributes too. Names and values of user data come through here, always. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, letter => entities[letter]!);
