/** The reference of options as Markdown: one section per group, one anchor per option. */

/** An option as the reference shows it. */
export interface DocumentedOption {
  /** `ghaf.virtualization.microvm.appvm.vms.*.name`. */
  readonly name: string;
  /** The words of its type. */
  readonly type: string;
  /** JSON values; absent when there is none. */
  readonly default?: unknown;
  readonly example?: unknown;
  readonly description: string;
  /** File, with or without line; absent when it is not known. */
  readonly declaredIn?: string;
  readonly origin: string;
  readonly readOnly: boolean;
}

export interface ReferenceFacts {
  readonly title: string;
  /** Stands below the title, as it is. */
  readonly introduction: string;
  /** What the words of `origin` mean. */
  readonly origins: Readonly<Record<string, string>>;
}

/** The whole reference, in the order of the options given. Ends in a line end. */
export function optionReference(
  options: readonly DocumentedOption[],
  facts: ReferenceFacts,
): string {
  const groups = groupsOf(options);
  const sections = [
    `# ${facts.title}`,
    facts.introduction,
    Object.entries(facts.origins)
      .map(([word, meaning]) => `- **${word}**: ${meaning}`)
      .join("\n"),
    groups.map(contentsLine).join("\n"),
    ...groups.flatMap(({ name, members }) => [
      `## ${code(name)}`,
      ...members.map(optionSection),
    ]),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

interface Group {
  readonly name: string;
  readonly members: readonly DocumentedOption[];
}

/** By the first two names of the path. */
function groupsOf(options: readonly DocumentedOption[]): readonly Group[] {
  const groups = new Map<string, DocumentedOption[]>();
  for (const option of options) {
    const name = option.name.split(".").slice(0, 2).join(".");
    const members = groups.get(name) ?? [];
    members.push(option);
    groups.set(name, members);
  }
  return [...groups].map(([name, members]) => ({ name, members }));
}

function contentsLine({ name, members }: Group): string {
  const [first] = members;
  const count = members.length === 1 ? "1 option" : `${members.length} options`;
  return `- [${code(name)}](#${anchorOf(first?.name ?? name)}): ${count}`;
}

function optionSection(option: DocumentedOption): string {
  const facts = [
    fact("Type", code(option.type)),
    ...("default" in option ? [jsonFact("Default", option.default)] : []),
    ...("example" in option ? [jsonFact("Example", option.example)] : []),
    ...(option.readOnly ? ["- Read-only: only the platform defines it"] : []),
    ...(option.declaredIn === undefined
      ? []
      : [fact("Declared in", code(option.declaredIn))]),
    fact("Origin", option.origin),
  ];
  return [
    `<a id="${anchorOf(option.name)}"></a>\n### ${code(option.name)}`,
    escapedText(option.description),
    facts.join("\n"),
  ].join("\n\n");
}

/** The name itself, where HTML allows it. */
export function anchorOf(name: string): string {
  return name.replace(/[^\w.*-]/g, "_");
}

function fact(title: string, text: string): string {
  return `- ${title}: ${text}`;
}

const LONGEST_INLINE = 72;

/** Short values on the line, others as a block that belongs to it. */
function jsonFact(title: string, value: unknown): string {
  const short = JSON.stringify(value);
  if (short.length <= LONGEST_INLINE) return fact(title, code(short));
  const block = [
    "```json",
    ...JSON.stringify(value, undefined, 2).split("\n"),
    "```",
  ];
  return [`- ${title}:`, "", ...block.map((line) => `  ${line}`)].join("\n");
}

/** CommonMark 6.1: a fence of more backticks than the text has in a row. */
function code(text: string): string {
  const longest = Math.max(
    0,
    ...(text.match(/`+/g) ?? []).map((run) => run.length),
  );
  if (longest === 0) return `\`${text}\``;
  const fence = "`".repeat(longest + 1);
  return `${fence} ${text} ${fence}`;
}

/** What means something in Markdown or HTML stands for itself, but for code in backticks. */
function escapedText(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) =>
      index % 2 === 1 ? part : part.replace(/[\\*_<>[\]]/g, "\\$&"),
    )
    .join("");
}
