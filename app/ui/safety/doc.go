// Package safety keeps work safe: the dialogs of backups and restoring, of the check and its repair, of unsafe
// places for a workspace, and of cleaning up.
package safety
