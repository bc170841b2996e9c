/** Style sheets that the bundler turns into files; modules give the class names they made. */
declare module '*.module.css' {
  const classes: Readonly<Record<string, string>>;
  export default classes;
}
declare module '*.css' {}
declare module '@fontsource-variable/instrument-sans/wght.css' {}
