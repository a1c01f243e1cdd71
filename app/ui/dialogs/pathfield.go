package dialogs

import (
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/textfield"
)

// SetPath fills in a path with the caret behind it, where it is changed most.
func (e *KeyEntry) SetPath(path string) {
	e.SetText(path)
	e.CursorColumn = len([]rune(path))
	e.Refresh()
}

// Path is the path that stands in the field, from the user's own folder where it begins with ~.
func (e *KeyEntry) Path() string { return workspace.ExpandHome(strings.TrimSpace(e.Text)) }

// PathRow puts the button that chooses a path beside the field for it, as it is framed.
func (h *Host) PathRow(field fyne.CanvasObject, choose func()) fyne.CanvasObject {
	button := NewKeyButton("", h.ModalKey, choose)
	button.Icon = theme.FolderOpenIcon()
	return container.NewBorder(nil, nil, nil, button, field)
}

// ChooseFolderOf lets the user pick another folder for the file in a field, which keeps its name.
func (h *Host) ChooseFolderOf(file *KeyEntry, title string) {
	h.ChooseFolder(title, filepath.Dir(file.Path()), func(folder string) {
		file.SetPath(filepath.Join(folder, filepath.Base(file.Path())))
	})
}

// AddPath puts a path on a line of its own behind those that stand in a field.
func AddPath(paths *textfield.Field, path string) {
	if text := strings.TrimRight(paths.Text(), "\n"); text != "" {
		path = text + "\n" + path
	}
	paths.SetText(path + "\n")
}

// AskFile asks for the name of a workspace file, offering name, which lies in the
// folder used last where it is not absolute; check says what stands against one.
func (h *Host) AskFile(title, yes, name string, check func(path string) string, do func(path string)) {
	h.AskPath(title, yes, name, func(file string) (string, string) {
		if !store.HasExtension(file) {
			file += store.Extension
		}
		return file, check(file)
	}, do)
}

// AskPath asks for the name of a file; complete gives the name in full and what
// stands against it. An empty name means that the file must be there.
func (h *Host) AskPath(title, yes, name string, complete func(path string) (file, problem string), do func(path string)) {
	path, opening := NewKeyEntry(h.ModalKey), name == ""
	if !filepath.IsAbs(name) {
		name = h.LastFolder() + string(filepath.Separator) + name
	}
	path.SetPath(name)
	problem := h.NewFormProblem(2)
	choose := func() { h.ChooseFolderOf(path, title) }
	if opening {
		choose = func() {
			h.ChooseFile(title, storage.NewExtensionFileFilter([]string{store.Extension}), h.LastFolder(), path.SetPath)
		}
	}
	form := container.New(layout.NewFormLayout(), widget.NewLabel("File"), h.PathRow(problem.Field(path), choose))
	h.ShowModal(Modal{Title: title, Content: container.NewVBox(form, problem.Body), Confirm: yes, Cancel: "Cancel", Width: 560, Focus: path,
		OnConfirm: func() bool {
			file, say := complete(path.Path())
			if say != "" {
				return problem.At(path, say)
			}
			h.RememberFolder(filepath.Dir(file))
			do(file)
			return true
		}})
}

// LastFolder is where files were last read or written.
func (h *Host) LastFolder() string {
	if info, err := os.Stat(h.Folder); err == nil && info.IsDir() {
		return h.Folder
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "."
	}
	return home
}

// RememberFolder makes a folder the one that files are offered in next, in this session and later ones.
func (h *Host) RememberFolder(folder string) {
	if at, err := filepath.Abs(folder); err == nil {
		h.Folder = at
		h.KeepProfile(func() error { return h.Profile.SetFolder(at) }, nil)
	}
}

// FileThere says what stands against opening a workspace at a path, "" for nothing. It reads the disk.
func FileThere(path string) string {
	if info, err := os.Stat(path); err != nil || info.IsDir() {
		return "There is no workspace " + path + "."
	}
	return ""
}

// FreeForNew says what stands against making a file at a path, "" for nothing: no name, no such folder, or a file that is
// there. It reads the disk.
func FreeForNew(path string) string {
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
