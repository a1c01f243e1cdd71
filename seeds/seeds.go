// Package seeds holds the five sample documents that a first workspace starts with.
package seeds

import "embed"

//go:embed texts/*.txt
var texts embed.FS

// File is one sample as it lay on the disk: UTF-8, LF line ends, no line end after the last line.
type File struct {
	Name  string // such as 000_cefa9d76df2a6f6a.txt
	Bytes []byte // the caller's own copy
}

// Files returns the five samples in the order of their names.
func Files() []File {
	entries, err := texts.ReadDir("texts")
	if err != nil {
		panic("seeds: " + err.Error()) // the folder is compiled in
	}
	files := make([]File, len(entries))
	for i, entry := range entries {
		content, err := texts.ReadFile("texts/" + entry.Name())
		if err != nil {
			panic("seeds: " + err.Error())
		}
		files[i] = File{Name: entry.Name(), Bytes: content}
	}
	return files
}
