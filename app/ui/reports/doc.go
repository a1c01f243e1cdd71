// Package reports is the dialogs of agreement, of the places where people differ, and of progress.
package reports
