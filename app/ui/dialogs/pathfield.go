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

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/profile"
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

// FileName is a text as it may be part of the name of a file on any system.
func FileName(text string) string {
	clean := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '-'
		}
		return r
	}, format.Shorten(format.OneLine(text), 60))
	return strings.Trim(clean, " .")
}

// PathRow puts the button that chooses a path beside the field for it, as it is framed.
func (h *Host) PathRow(field fyne.CanvasObject, choose func()) fyne.CanvasObject {
	button := NewKeyButton("", h.ModalKey, choose)
	button.Icon = theme.FolderOpenIcon()
	return container.NewBorder(nil, nil, nil, button, field)
}

// AddPath puts a path on a line of its own behind those that stand in a field.
func AddPath(paths *textfield.Field, path string) {
	if text := strings.TrimRight(paths.Text(), "\n"); text != "" {
		path = text + "\n" + path
	}
	paths.SetText(path + "\n")
}

// AskFile asks for the name of a workspace file, offering name, which lies in the folder of its kind where it is not absolute; check
// says what stands against one.
func (h *Host) AskFile(kind profile.FileKind, title, yes, name string, check func(path string) string, do func(path string)) {
	h.AskPath(kind, title, yes, name, func(file string) (string, string) {
		if !store.HasExtension(file) {
			file += store.Extension
		}
		return file, check(file)
	}, do)
}

// AskPath asks for the name of a file of a kind; complete gives the name in full and what
// stands against it. An empty name means that the file must be there.
func (h *Host) AskPath(kind profile.FileKind, title, yes, name string, complete func(path string) (file, problem string), do func(path string)) {
	path, opening := NewKeyEntry(h.ModalKey), name == ""
	if !filepath.IsAbs(name) {
		name = h.LastFolder(kind) + string(filepath.Separator) + name
	}
	path.SetPath(name)
	problem := h.NewFormProblem(2)
	choose := func() { h.ChoosePlace(kind, path, title) }
	if opening {
		choose = func() { h.ChooseFile(kind, title, []string{store.Extension}, path.SetPath) }
	}
	form := container.New(layout.NewFormLayout(), widget.NewLabel(locale.T("File")), h.PathRow(problem.Field(path), choose))
	h.ShowModal(Modal{Title: title, Content: container.NewVBox(form, problem.Body), Confirm: yes, Cancel: locale.T("Cancel"), Width: 560, Focus: path,
		OnConfirm: func() bool {
			file, say := complete(path.Path())
			if say != "" {
				return problem.At(path, say)
			}
			h.RememberFolder(kind, filepath.Dir(file))
			do(file)
			return true
		}})
}

// LastFolder is where files of a kind were last read or written, or else the user's own folder.
func (h *Host) LastFolder(kind profile.FileKind) string {
	for _, folder := range []string{h.folders[kind], h.Profile.Folder(kind)} {
		if info, err := os.Stat(folder); err == nil && info.IsDir() {
			return folder
		}
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "."
	}
	return home
}

// RememberFolder makes a folder the one that files of a kind are offered in next, in this session and later ones.
func (h *Host) RememberFolder(kind profile.FileKind, folder string) {
	if at, err := filepath.Abs(folder); err == nil {
		if h.folders == nil {
			h.folders = map[profile.FileKind]string{}
		}
		h.folders[kind] = at
		h.KeepProfile(func() error { return h.Profile.SetFolder(kind, at) }, nil)
	}
}

// FileThere says what stands against opening a workspace at a path, "" for nothing. It reads the disk.
func FileThere(path string) string {
	if info, err := os.Stat(path); err != nil || info.IsDir() {
		return locale.T("There is no workspace {{.Path}}.", "Path", path)
	}
	return ""
}

// FreeForNew says what stands against making a file at a path, "" for nothing: no name, no such folder, or a file that is
// there. It reads the disk.
func FreeForNew(path string) string {
	if base := filepath.Base(path); base == store.Extension {
		return locale.T("Enter a file name.")
	}
	if folder, err := os.Stat(filepath.Dir(path)); err != nil || !folder.IsDir() {
		return locale.T("The folder {{.Folder}} doesn’t exist.", "Folder", filepath.Dir(path))
	}
	if _, err := os.Lstat(path); err == nil {
		return locale.T("A file with this name already exists. Choose another name.")
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
