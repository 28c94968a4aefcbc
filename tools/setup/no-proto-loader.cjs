/** Stands for @grpc/proto-loader in bundles: grpc-js loads it only for channelz, which we never serve. */

module.exports = {
  loadSync() {
    throw new Error("channelz is not in this bundle");
  },
};
