/** Stands for the XML libraries in bundles: the D-Bus library needs them to introspect, which we never do. */

class Absent {
  build() {
    throw new Error("D-Bus introspection is not in this bundle");
  }

  parse() {
    throw new Error("D-Bus introspection is not in this bundle");
  }
}

module.exports = Absent;
module.exports.XMLParser = Absent;
