// Package icon holds the app's icon, drawn in factmark.svg and exported from it at 512 by 512 pixels.
package icon

import (
	_ "embed"

	"fyne.io/fyne/v2"
)

//go:embed factmark.png
var png []byte

// Resource is the icon as the window, the task bar and the About dialog show it.
var Resource fyne.Resource = fyne.NewStaticResource("factmark.png", png)
