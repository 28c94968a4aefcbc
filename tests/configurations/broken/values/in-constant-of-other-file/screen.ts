/** How the screen behaves. */
export const screen = {
  lock: {
    enable: true,
    duration: "5 min",
  },
};
