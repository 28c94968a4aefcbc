/**
 * Authorities and certificates for mutual TLS, as PEM text in memory: no file is
 * read or written here. Loading this takes about 0.2 s; daemons do without it.
 */

export {
  type AuthorityOptions,
  type Credential,
  createAuthority,
} from "./authority.ts";
export { type CertificateFacts, readCertificate } from "./certificate.ts";
export { PkiError, type PkiErrorCode } from "./error.ts";
export { KEY_TYPES, type KeyType } from "./keys.ts";
export { issueLeaf, type LeafOptions } from "./leaf.ts";
export { AUTHORITY_DAYS, LEAF_DAYS } from "./validity.ts";
export { issueWrongLeaf, LEAF_FAULTS, type LeafFault } from "./wrong-leaf.ts";
