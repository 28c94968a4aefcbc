// The description is an object without defineSystem.
export default { ghaf: { build: "debug" } };
