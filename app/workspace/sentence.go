package workspace

import (
	"errors"
	"io/fs"

	"factmark/app/format"
)

// Sentence puts an error into words for the user.
func Sentence(err error) string {
	var path *fs.PathError
	switch {
	case errors.As(err, &path) && errors.Is(err, fs.ErrNotExist):
		return "There is no file " + format.VisibleLines(path.Path) + ". Nothing was changed."
	case errors.As(err, &path) && errors.Is(err, fs.ErrPermission):
		return "You are not allowed to use " + format.VisibleLines(path.Path) + ". Nothing was changed."
	}
	return format.VisibleLines(format.UpperFirst(err.Error()))
}
