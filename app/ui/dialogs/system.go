package dialogs

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"

	"factmark/app/profile"
)

// System is what the user's desktop does for the window. Each function may be called on any thread and may be nil where the desktop cannot do it.
type System struct {
	// ChooseFiles shows the desktop's own file chooser until the user has chosen, and gives the paths: none where they have cancelled it.
	// An error says that there is no chooser.
	ChooseFiles func(context.Context, FileRequest) (paths []string, err error)

	// ClipboardHTML gives the clipboard's content as HTML; nil where it has none.
	ClipboardHTML func(context.Context) []byte

	// OpenFile opens a file in the program that the desktop has for it, and returns at once.
	OpenFile func(path string) error
}

// FileRequest is what a file chooser is to show.
type FileRequest struct {
	Kind       profile.FileKind // of what is chosen
	Title      string
	Extensions []string // ".pdf"; none for all files
	Folders    bool     // are chosen in place of files
	Several    bool     // may be chosen at once
	Save       bool     // a file is chosen to be written, which need not be there
	Name       string   // is proposed for it
	Folder     string   // where it begins; "" for the last one of the kind
	Parent     string   // the window it belongs to, as the desktop names it; "" where that is not known
}

var errNoChooser = errors.New("the desktop has no file chooser to offer")

// choose shows the desktop's file chooser, or what inWindow shows where it has none. What is chosen counts where the same dialog is in front still.
func (h *Host) choose(r FileRequest, inWindow func(), chosen func(paths []string)) {
	model := h.Workspace
	if h.System.ChooseFiles == nil || model == nil {
		inWindow()
		return
	}
	if h.choosing { // the desktop shows one already
		return
	}
	h.choosing = true
	front := slices.Clone(h.Modals)
	r.Folder = h.folderOf(r)
	r.Parent = windowHandle(h.Win)
	model.Back.Go(func() {
		paths, err := h.System.ChooseFiles(model.Ctx, r)
		model.Back.OnUI(func() {
			h.choosing = false
			switch {
			case model.Ctx.Err() != nil || !slices.Equal(front, h.Modals):
			case err != nil:
				slog.Info("the window chooses files itself", "reason", err)
				inWindow()
			case len(paths) > 0:
				if !r.Folders {
					h.RememberFolder(r.Kind, filepath.Dir(paths[0]))
				}
				chosen(paths)
			}
		})
	})
}

// folderOf is where a chooser begins.
func (h *Host) folderOf(r FileRequest) string {
	if info, err := os.Stat(r.Folder); r.Folder != "" && err == nil && info.IsDir() {
		return r.Folder
	}
	return h.LastFolder(r.Kind)
}

// windowHandle names the window to the desktop, on X11.
func windowHandle(w fyne.Window) (handle string) {
	if native, is := w.(driver.NativeWindow); is {
		native.RunNative(func(context any) {
			if x, is := context.(driver.X11WindowContext); is {
				handle = "x11:" + strconv.FormatUint(uint64(x.WindowHandle), 16)
			}
		})
	}
	return handle
}
