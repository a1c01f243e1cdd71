// Sizes says what a Linux build of the program is made of, as a table in Markdown: for each part the megabytes of its code, its data and
// what Go notes of its functions. The program must have its symbols: go build, without -s.
//
//	go run ./.ci/sizes PATH/factmark
package main

import (
	"debug/elf"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
)

// part is some packages that are there for one reason. The first one whose expression a symbol matches has it.
type part struct {
	name, reason string
	symbols      *regexp.Regexp
	bytes        float64
}

var parts = []*part{
	{name: "Emoji font", reason: "Noto Emoji, in the toolkit: texts that are checked have emoji, and not every system has a font for them", symbols: regexp.MustCompile(`^fyne\.io/fyne/v2/theme\.\.gobytes\.1$`)},
	{name: "PDF", reason: "PDFium as WebAssembly, so that a hostile file can't leave its sandbox, and wazero, which runs it", symbols: regexp.MustCompile(`klippa-app|tetratelabs/wazero|go-commons-pool|hashicorp/go-plugin`)},
	{name: "Fonts of reports and pictures", reason: "Liberation Sans for the PDF report and the matrix; gonum's plots bring the other styles", symbols: regexp.MustCompile(`^codeberg\.org/go-fonts|^golang\.org/x/image/font/gofont`)},
	{name: "Charts and PDF reports", reason: "gonum/plot and its drawing", symbols: regexp.MustCompile(`^(type:\.eq\.)?\*?(gonum\.org|codeberg\.org/go-(pdf|latex|fpdf)|git\.sr\.ht|github\.com/(ajstarks|campoy|golang/freetype))`)},
	{name: "Tables and datasets", reason: "Excel (excelize), Parquet, compression", symbols: regexp.MustCompile(`xuri/|parquet-go|klauspost|andybalholm|pierrec|richardlehane|tiendc|google\.golang\.org/protobuf`)},
	{name: "SQLite", reason: "the workspace, in pure Go", symbols: regexp.MustCompile(`^modernc\.org|^_?sqlite3`)},
	{name: "Web pages, Markdown, mail", reason: "reading documents: goldmark, go-readability, x/net/html", symbols: regexp.MustCompile(`yuin/goldmark|readability|golang\.org/x/net/|emersion|go-shiori|araddon|gogs/chardet`)},
	{name: "Languages and characters", reason: "words, sentences, encodings, comparison: x/text, uax29, sentences, whatlanggo", symbols: regexp.MustCompile(`golang\.org/x/text|clipperhouse|neurosnap|whatlang|nicksnyder|^unicode`)},
	{name: "Text shaping", reason: "go-text: every script, and fonts of the system", symbols: regexp.MustCompile(`go-text/|rymdport|srwiley|fredbi/uri`)},
	{name: "Toolkit", reason: "Fyne with its fonts of Latin, Greek and Cyrillic, GLFW and OpenGL", symbols: regexp.MustCompile(`^(type:\.eq\.)?\*?(fyne\.io|github\.com/(go-gl|fyne-io|godbus|FyneLabs|jsummers|fsnotify|BurntSushi))|^_?glfw|^_glfw|^wl_|^_cgo|^wayland|^xdg_`)},
	{name: "Factmark's data", reason: "word vectors, tables of sentences and encodings, fonts of the page, samples, translations", symbols: regexp.MustCompile(`^factmark/.*(\.\.gobytes|\.\.stmp|\.\.embed)`)},
	{name: "Factmark", reason: "the program itself", symbols: regexp.MustCompile(`^(type:\.eq\.)?\*?factmark/|^main\.`)},
	{name: "Go", reason: "its runtime and library, and types and functions of more than one part", symbols: regexp.MustCompile(``)},
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./.ci/sizes PATH/factmark")
		os.Exit(2)
	}
	if err := table(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "sizes:", err)
		os.Exit(1)
	}
}

func table(path string) error {
	file, err := elf.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	symbols, err := file.Symbols()
	if err != nil {
		return fmt.Errorf("%w: build the program with its symbols", err)
	}
	code := map[*part]float64{}
	named := map[elf.SectionIndex]float64{}
	var all float64
	for _, s := range symbols {
		if int(s.Section) >= len(file.Sections) || s.Section == 0 {
			continue
		}
		section := file.Sections[s.Section]
		if section.Type == elf.SHT_NOBITS || section.Flags&elf.SHF_ALLOC == 0 {
			continue
		}
		for _, p := range parts {
			if p.symbols.MatchString(s.Name) {
				p.bytes += float64(s.Size)
				named[s.Section] += float64(s.Size)
				if section.Name == ".text" {
					code[p] += float64(s.Size)
					all += float64(s.Size)
				}
				break
			}
		}
	}
	// What has no symbols of its own, the notes on functions and the texts of messages, goes by the size of the code.
	var rest, total float64
	for i, section := range file.Sections {
		if section.Flags&elf.SHF_ALLOC == 0 || section.Type == elf.SHT_NOBITS {
			continue
		}
		total += float64(section.Size)
		rest += max(0, float64(section.Size)-named[elf.SectionIndex(i)])
	}
	for _, p := range parts {
		p.bytes += rest * code[p] / all
	}
	slices.SortFunc(parts, func(a, b *part) int { return int(b.bytes - a.bytes) })
	fmt.Printf("| part | MB | of it code | why it is there |\n| --- | ---: | ---: | --- |\n")
	for _, p := range parts {
		fmt.Printf("| %s | %.1f | %.1f | %s |\n", p.name, p.bytes/1e6, code[p]/1e6, strings.ReplaceAll(p.reason, "|", "/"))
	}
	fmt.Printf("| all, without symbols | %.1f | %.1f | |\n", total/1e6, all/1e6)
	return nil
}
