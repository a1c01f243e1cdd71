// Package document is the open document in the window: the pane of its text with the label bar, the library, and the
// dialogs that find, import, replace and re-anchor.
package document
