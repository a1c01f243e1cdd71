package app

import (
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// setPath fills in a path with the caret behind it, where it is changed most.
func (e *keyEntry) setPath(path string) {
	e.SetText(path)
	e.CursorColumn = len([]rune(path))
	e.Refresh()
}

// path is the path that stands in the field, from the user's own folder where it begins with ~.
func (e *keyEntry) path() string { return expandHome(strings.TrimSpace(e.Text)) }

func expandHome(path string) string {
	if rest, is := strings.CutPrefix(path, "~"+string(filepath.Separator)); is {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	return path
}

// pathRow puts the button that chooses a path beside the field for it, as it is framed.
func (w *host) pathRow(field fyne.CanvasObject, choose func()) fyne.CanvasObject {
	button := newKeyButton("", w.modalKey, choose)
	button.Icon = theme.FolderOpenIcon()
	return container.NewBorder(nil, nil, nil, button, field)
}

// chooseFolderOf lets the user pick another folder for the file in a field, which keeps its name.
func (w *host) chooseFolderOf(file *keyEntry, title string) {
	w.chooseFolder(title, filepath.Dir(file.path()), func(folder string) {
		file.setPath(filepath.Join(folder, filepath.Base(file.path())))
	})
}
