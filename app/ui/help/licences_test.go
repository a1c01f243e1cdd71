package help

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// kinds are the licences that a part of the program may have, by words that stand in their texts.
var kinds = []struct{ name, words string }{
	{"Apache-2.0", "Apache License"},
	{"MPL-2.0", "Mozilla Public License Version 2.0"},
	{"OFL-1.1", "SIL OPEN FONT LICENSE"},
	{"MIT", "Permission is hereby granted, free of charge, to any person obtaining a copy of this software"},
	{"BSD", "Redistribution and use in source and binary forms"},
	{"ISC", "Permission to use, copy, modify, and/or distribute this software for any purpose"},
	{"ISC", "Permission to use, copy, modify, and distribute this software for any purpose"},
	{"Unlicense", "This is free and unencumbered software released into the public domain"},
	{"Public domain", "public domain"},
	{"Zlib", "This software is provided 'as-is', without any express or implied"},
	{"FreeType", "The FreeType Project LICENSE"},
}

// forbidden are words of licences that ask more of who passes a program on than its notice.
var forbidden = []string{"GNU GENERAL PUBLIC LICENSE", "GNU LESSER GENERAL PUBLIC LICENSE", "GNU AFFERO", "Creative Commons Attribution-NonCommercial", "Commons Clause", "Business Source License"}

// chosen are the files of parts that may be had under one of several licences, where only one of them is taken.
var chosen = map[string][]string{
	"github.com/golang/freetype": {"LICENSE", "licenses/ftl.txt"}, // or the GPL
}

var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|unlicense|notice|ofl)([-.].*)?$`)

// linked is a package that is linked into the program.
type linked struct {
	ImportPath, Dir string
	Standard        bool
	Module          *struct{ Path, Version, Dir string }
}

// linkedPackages are those of the window on every system that it is built for.
func linkedPackages(t *testing.T) []linked {
	t.Helper()
	tool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("no go command to ask")
	}
	var all []linked
	for _, system := range []string{"linux", "windows", "darwin"} {
		list := exec.Command(tool, "list", "-deps", "-json=ImportPath,Dir,Standard,Module", ".")
		list.Dir = "../../.." // the project's folder
		list.Env = append(os.Environ(), "CGO_ENABLED=1", "GOOS="+system, "GOARCH=amd64")
		out, err := list.Output()
		if err != nil {
			t.Fatalf("listing the packages for %s: %v", system, err)
		}
		for d := json.NewDecoder(bytes.NewReader(out)); ; {
			var p linked
			if err := d.Decode(&p); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			all = append(all, p)
		}
	}
	return all
}

// licenceFiles finds the texts of licences in the folders of a module's packages and those above them, by their paths.
func licenceFiles(t *testing.T, module string, root string, folders []string) map[string]string {
	t.Helper()
	found := map[string]string{}
	add := func(folder string) {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if !e.Type().IsRegular() || !licenceFile.MatchString(e.Name()) || strings.HasSuffix(e.Name(), ".go") {
				continue
			}
			content, err := os.ReadFile(filepath.Join(folder, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			name, _ := filepath.Rel(root, filepath.Join(folder, e.Name()))
			found[filepath.ToSlash(name)] = string(content)
		}
	}
	if only := chosen[module]; only != nil {
		for _, name := range only {
			content, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
			if err != nil {
				t.Fatal(err)
			}
			found[name] = string(content)
		}
		return found
	}
	seen := map[string]bool{}
	for _, folder := range folders {
		for ; !seen[folder] && strings.HasPrefix(folder, root); folder = filepath.Dir(folder) {
			seen[folder] = true
			add(folder)
		}
	}
	return found
}

// kindsOf tells which licences a text is, and which of the forbidden words stand in it.
func kindsOf(text string) (is, bad []string) {
	flat := strings.Join(strings.Fields(text), " ")
	for _, k := range kinds {
		if strings.Contains(flat, k.words) && !slices.Contains(is, k.name) && (k.name != "Public domain" || len(is) == 0) {
			is = append(is, k.name)
		}
	}
	for _, words := range forbidden {
		if strings.Contains(strings.ToUpper(flat), strings.ToUpper(words)) {
			bad = append(bad, words)
		}
	}
	return is, bad
}

// block is what the file of licences has of one part.
func block(t *testing.T, name string, files map[string]string, oneOfSeveral bool) string {
	t.Helper()
	var all []string
	var text strings.Builder
	names := make([]string, 0, len(files))
	for file := range files {
		names = append(names, file)
	}
	slices.SortFunc(names, func(a, b string) int {
		return strings.Compare(path.Dir(a)+"/"+path.Base(a), path.Dir(b)+"/"+path.Base(b))
	})
	for _, file := range names {
		content := strings.ToValidUTF8(strings.ReplaceAll(files[file], "\r\n", "\n"), "?")
		is, bad := kindsOf(content)
		if len(bad) > 0 && !oneOfSeveral && !mentionsOnly(content) {
			t.Errorf("%s: %s has the words %q", name, file, bad)
		}
		for _, k := range is {
			if !slices.Contains(all, k) {
				all = append(all, k)
			}
		}
		fmt.Fprintf(&text, "[%s]\n\n%s\n\n", file, strings.Trim(content, "\n"))
	}
	if len(all) == 0 {
		t.Errorf("%s has no licence that is known, in %q", name, names)
	}
	return licenceMark + name + " · " + strings.Join(all, ", ") + "\n\n" + strings.ReplaceAll(text.String(), "\n"+licenceMark, "\n "+licenceMark)
}

// mentionsOnly tells that a text names a forbidden licence without being it: MPL 2.0 does, among those it goes together with.
func mentionsOnly(content string) bool { return strings.Contains(content, "Mozilla Public License") }

// collect makes the file of licences.
func collect(t *testing.T) string {
	t.Helper()
	type part struct {
		name, path, root string
		folders          []string
	}
	parts := map[string]*part{}
	for _, p := range linkedPackages(t) {
		m := p.Module
		if p.Standard || m == nil || m.Version == "" {
			continue
		}
		if parts[m.Path] == nil {
			parts[m.Path] = &part{name: m.Path + " " + m.Version, path: m.Path, root: m.Dir}
		}
		if !slices.Contains(parts[m.Path].folders, p.Dir) {
			parts[m.Path].folders = append(parts[m.Path].folders, p.Dir)
		}
	}
	paths := make([]string, 0, len(parts))
	for path := range parts {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	read := func(file string) string {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	var b strings.Builder
	b.WriteString(block(t, "Go standard library", map[string]string{"LICENSE": read(filepath.Join(goroot(t), "LICENSE"))}, false))
	b.WriteString(block(t, "Noto Serif", map[string]string{"OFL.txt": read("../../../widgets/docview/noto/OFL.txt")}, false))
	for _, path := range paths {
		p := parts[path]
		b.WriteString(block(t, p.name, licenceFiles(t, p.path, p.root, p.folders), chosen[p.path] != nil))
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// The file of licences has every module that is linked, in its version, with its licences, which are of kinds that allow it.
// UPDATE=1 writes the file anew.
func TestLicences(t *testing.T) {
	want := collect(t)
	if os.Getenv("UPDATE") != "" && !t.Failed() {
		if err := os.WriteFile("licences.txt", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if licences != want {
		t.Error("licences.txt is not what the modules say; UPDATE=1 go test -tags ci -run TestLicences ./app/ui/help writes it anew")
	}
	for _, c := range components() {
		if c.name == "" || c.kinds == "" || len(c.lines) < 5 {
			t.Errorf("%q has the licences %q in %d lines", c.name, c.kinds, len(c.lines))
		}
	}
}

func TestKindsOfLicences(t *testing.T) {
	for _, c := range []struct {
		text string
		is   []string
		bad  bool
	}{
		{"Permission is hereby granted, free of charge, to any\nperson obtaining a copy of this software", []string{"MIT"}, false},
		{"Apache License\nVersion 2.0, January 2004", []string{"Apache-2.0"}, false},
		{"GNU General Public License, version 3", nil, true},
		{"All rights reserved.", nil, false},
		{"The author has dedicated the code to the public domain.", []string{"Public domain"}, false},
	} {
		if is, bad := kindsOf(c.text); !slices.Equal(is, c.is) || len(bad) > 0 != c.bad {
			t.Errorf("%q is %q, forbidden %q", c.text, is, bad)
		}
	}
}

// goroot is the folder of the language.
func goroot(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}
