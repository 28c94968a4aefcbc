// YAML stands in a file of TypeScript.
ghaf:
  layout: headless
