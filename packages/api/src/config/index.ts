/** Reading configuration files against their messages. */
export {};
