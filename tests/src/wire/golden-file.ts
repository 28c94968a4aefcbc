/**
 * The notation in which the wire is written down by hand: that of the tables of
 * the control-plane specification, section 1.
 */

/** One proto file. Type names without a dot are of the file's own package. */
export interface GoldenFile {
  /** Under which reflection serves it and others import it. */
  readonly file: string;
  readonly package: string;
  readonly imports?: readonly string[];
  /**
   * Service to method to `<kind> <request> -> <response>`, the kind being
   * `unary`, `server-stream`, `client-stream` or `bidi`.
   */
  readonly services?: Readonly<
    Record<string, Readonly<Record<string, string>>>
  >;
  /**
   * Message to its fields: `Name#1 string, Vm#2 opt string, Args#3 rep string`.
   * A member of a oneof is written `Oneof/Name#1 string`. A JSON name other
   * than the field's own follows as `json=name`.
   */
  readonly messages?: Readonly<Record<string, string>>;
  /** Enum to its values: `LOW=0, NORMAL=1`. */
  readonly enums?: Readonly<Record<string, string>>;
}
