package workspace

import (
	"errors"
	"io/fs"

	"factmark/app/format"
	"factmark/app/locale"
)

// Sentence puts an error into words for the user, in their language as far as its text is known.
func Sentence(err error) string {
	var path *fs.PathError
	switch {
	case errors.As(err, &path) && errors.Is(err, fs.ErrNotExist):
		return locale.T("The file {{.File}} doesn't exist. Nothing was changed.", "File", format.VisibleLines(path.Path))
	case errors.As(err, &path) && errors.Is(err, fs.ErrPermission):
		return locale.T("You don't have permission to use {{.File}}. Nothing was changed.", "File", format.VisibleLines(path.Path))
	}
	return format.VisibleLines(format.UpperFirst(locale.Error(err)))
}
