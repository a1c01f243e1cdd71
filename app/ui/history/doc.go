// Package history is the dialog of who changed what and when.
package history
