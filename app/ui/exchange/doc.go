// Package exchange is the work that leaves the workspace and comes into it: the dialogs of exports, packages, merges and
// conflicts, and of who is whom.
package exchange
