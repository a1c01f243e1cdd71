//go:build ci

package app

import "fyne.io/fyne/v2"

// workArea is nothing where there is no screen.
func workArea() fyne.Size { return fyne.Size{} }
