package workbench

// Version is the release that is being worked on. FyneApp.toml and CHANGELOG.md name it too; a test holds them together.
const Version = "0.1.0"
