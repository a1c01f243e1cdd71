// Package exchange is the dialogs through which work leaves a workspace and comes back: exports, packages,
// merges, conflicts, and who is who.
package exchange
