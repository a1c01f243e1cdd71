package app

import (
	"factmark/store"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// setPath fills in a path with the caret behind it, where it is changed most.
func (e *keyEntry) setPath(path string) {
	e.SetText(path)
	e.CursorColumn = len([]rune(path))
	e.Refresh()
}

// path is the path that stands in the field, from the user's own folder where it begins with ~.
func (e *keyEntry) path() string { return expandHome(strings.TrimSpace(e.Text)) }

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

// askFile asks for the name of a workspace file, offering name, which lies in the
// folder used last where it is not absolute; check says what stands against one.
func (w *host) askFile(title, yes, name string, check func(path string) string, do func(path string)) {
	w.askPath(title, yes, name, func(file string) (string, string) {
		if !store.HasExtension(file) {
			file += store.Extension
		}
		return file, check(file)
	}, do)
}

// askPath asks for the name of a file; complete gives the name in full and what
// stands against it. An empty name means that the file must be there.
func (w *host) askPath(title, yes, name string, complete func(path string) (file, problem string), do func(path string)) {
	path, opening := newKeyEntry(w.modalKey), name == ""
	if !filepath.IsAbs(name) {
		name = w.lastFolder() + string(filepath.Separator) + name
	}
	path.setPath(name)
	problem := w.newFormProblem(2)
	choose := func() { w.chooseFolderOf(path, title) }
	if opening {
		choose = func() {
			w.chooseFile(title, storage.NewExtensionFileFilter([]string{store.Extension}), w.lastFolder(), path.setPath)
		}
	}
	form := container.New(layout.NewFormLayout(), widget.NewLabel("File"), w.pathRow(problem.field(path), choose))
	w.showModal(modal{title: title, content: container.NewVBox(form, problem.body), confirm: yes, cancel: "Cancel", width: 560, focus: path,
		onConfirm: func() bool {
			file, say := complete(path.path())
			if say != "" {
				return problem.at(path, say)
			}
			w.rememberFolder(filepath.Dir(file))
			do(file)
			return true
		}})
}

// lastFolder is where files were last read or written.
func (w *host) lastFolder() string {
	if info, err := os.Stat(w.folder); err == nil && info.IsDir() {
		return w.folder
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "."
	}
	return home
}

func (w *host) rememberFolder(folder string) {
	if at, err := filepath.Abs(folder); err == nil {
		w.folder = at
		w.keepProfile(func() error { return w.profile.SetFolder(at) }, nil)
	}
}

func fileThere(path string) string {
	if info, err := os.Stat(path); err != nil || info.IsDir() {
		return "There is no workspace " + path + "."
	}
	return ""
}

func freeForNew(path string) string {
	if base := filepath.Base(path); base == store.Extension {
		return "Give the file a name."
	}
	if folder, err := os.Stat(filepath.Dir(path)); err != nil || !folder.IsDir() {
		return "There is no folder " + filepath.Dir(path) + "."
	}
	if _, err := os.Lstat(path); err == nil {
		return "There is a file of this name already; choose another."
	}
	return ""
}

func listable(folder string) fyne.ListableURI {
	at, err := storage.ListerForURI(storage.NewFileURI(folder))
	if err != nil {
		return nil
	}
	return at
}
