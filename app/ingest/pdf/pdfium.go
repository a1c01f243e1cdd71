package pdf

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"time"
	"unicode/utf16"

	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// maxMemory is the most memory that PDFium may have, in bytes.
const maxMemory = 192 << 20

// wholeMemory is the memory of PDFium at its full size, of which the system gives what is touched. Memory that grew would be
// copied, and be there twice.
type wholeMemory []byte

func (m wholeMemory) Allocate(_, _ uint64) experimental.LinearMemory { return m }

// Reallocate gives the first size bytes, nil where there are not as many.
func (m wholeMemory) Reallocate(size uint64) []byte {
	if size > uint64(len(m)) {
		return nil
	}
	return m[:size:size]
}

func (m wholeMemory) Free() {}

// library is PDFium in its WebAssembly sandbox, which has no files, no network and no clock of ours. It is called by the names of
// PDFium's own functions: go-pdfium's methods allocate and free several times for each character, which costs three times
// the work of PDFium itself. It is for one goroutine.
type library struct {
	close     func() error
	lookup    reflect.Value // func(name string) callable
	functions map[string]callable
	memory    linearMemory
	scratch   uint32 // a buffer of scratchSize bytes in its memory
	err       error  // of the first call that failed: its memory is then in an unknown state
}

const scratchSize = 64 << 10

type callable interface {
	CallWithStack(ctx context.Context, stack []uint64) error
}

type linearMemory interface {
	Read(offset, size uint32) ([]byte, bool)
	Write(offset uint32, bytes []byte) bool
}

// start compiles PDFium, or takes it from the cache, and starts it. Where there can be no cache it is compiled each time.
func start() (*library, error) {
	memory := make(wholeMemory, maxMemory)
	folder, err := os.UserCacheDir()
	if err != nil {
		return startWith(nil, memory)
	}
	folder = filepath.Join(folder, "factmark", "pdfium")
	for range 2 {
		cache, err := wazero.NewCompilationCacheWithDir(folder)
		if err != nil {
			break
		}
		l, err := startWith(cache, memory)
		if !errors.Is(err, errNotCompiled) {
			return l, err
		}
		_ = os.RemoveAll(folder) // what cannot be used, such as a file that was cut off
	}
	return startWith(nil, memory)
}

// errNotCompiled says that PDFium could not be compiled or taken from the cache; its memory has not been used then.
var errNotCompiled = errors.New("compile PDFium")

func startWith(cache wazero.CompilationCache, whole wholeMemory) (*library, error) {
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(maxMemory / (64 << 10))
	if cache != nil {
		config = config.WithCompilationCache(cache)
	}
	pool, err := webassembly.Init(webassembly.Config{
		Context: experimental.WithMemoryAllocator(context.Background(), whole), FSConfig: wazero.NewFSConfig(), RuntimeConfig: config,
		Stdout: io.Discard, Stderr: io.Discard,
		MinIdle: 1, MaxIdle: 1, MaxTotal: 1,
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNotCompiled, err)
	}
	instance, err := pool.GetInstance(time.Minute)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start PDFium: %w", err), pool.Close())
	}
	implementation := reflect.ValueOf(instance.GetImplementation())
	memory := implementation.Elem().FieldByName("Module").MethodByName("Memory").Call(nil)[0]
	l := &library{
		close:     pool.Close,
		lookup:    implementation.MethodByName("Fn"),
		functions: map[string]callable{},
		memory:    memory.Interface().(linearMemory),
	}
	l.scratch = uint32(l.call("malloc", scratchSize))
	if l.scratch == 0 {
		return nil, errors.Join(fmt.Errorf("start PDFium: no memory: %w", l.err), pool.Close())
	}
	return l, nil
}

// function gives one of PDFium's functions, nil if it has none of that name.
func (l *library) function(name string) callable {
	f, known := l.functions[name]
	if !known {
		f, _ = l.lookup.Call([]reflect.Value{reflect.ValueOf(name)})[0].Interface().(callable)
		l.functions[name] = f
	}
	return f
}

// call calls one of PDFium's functions and gives its result, 0 if it failed.
func (l *library) call(name string, parameters ...uint64) uint64 {
	if l.err != nil {
		return 0
	}
	f := l.function(name)
	if f == nil {
		l.err = fmt.Errorf("PDFium has no %s", name)
		return 0
	}
	var stack [8]uint64
	copy(stack[:], parameters)
	if err := f.CallWithStack(context.Background(), stack[:]); err != nil {
		l.err = fmt.Errorf("%s: %w", name, err)
		return 0
	}
	return stack[0]
}

// read gives size bytes of the scratch buffer, which the next call changes.
func (l *library) read(size int) []byte {
	bytes, ok := l.memory.Read(l.scratch, uint32(size))
	if !ok {
		l.err = errors.Join(l.err, errors.New("PDFium's memory ends too early"))
		return make([]byte, size)
	}
	return bytes
}

func (l *library) float(at int) float32 {
	return math.Float32frombits(binary.LittleEndian.Uint32(l.read(at + 4)[at:]))
}

func (l *library) double(at int) float32 {
	return float32(math.Float64frombits(binary.LittleEndian.Uint64(l.read(at + 8)[at:])))
}

// text gives what a function writes as UTF-16 with a final NUL to the buffer and the size that are its last two parameters.
func (l *library) text(name string, parameters ...uint64) string {
	size := uint32(l.call(name, append(parameters, uint64(l.scratch), scratchSize)...))
	if size < 4 || size > scratchSize {
		return ""
	}
	bytes := l.read(int(size))
	units := make([]uint16, len(bytes)/2-1)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(bytes[2*i:])
	}
	return string(utf16.Decode(units))
}

// cString writes a short ASCII text into PDFium's memory, and gives its address.
func (l *library) cString(text string) (pointer uint64, free func()) {
	pointer = l.call("malloc", uint64(len(text)+1))
	if pointer == 0 || !l.memory.Write(uint32(pointer), append([]byte(text), 0)) {
		l.err = errors.Join(l.err, errors.New("no memory for PDFium"))
	}
	return pointer, func() { l.call("free", pointer) }
}

// Errors of PDFium, as FPDF_GetLastError numbers them.
const (
	errorPassword = 4
	errorSecurity = 5
)

// file is an open PDF file.
type file struct {
	*library
	document, bytes uint64
}

// errPassword says that a file can be opened with a password only, errFormat that it is none that PDFium can open.
var (
	errPassword = errors.New("protected by a password")
	errFormat   = errors.New("the structure of the file cannot be followed")
)

func (l *library) open(raw []byte) (*file, error) {
	bytes := l.call("malloc", uint64(len(raw)))
	if bytes == 0 || !l.memory.Write(uint32(bytes), raw) {
		return nil, errors.Join(errors.New("it does not fit into the memory that one file may use"), l.err)
	}
	document := l.call("FPDF_LoadMemDocument", bytes, uint64(len(raw)), 0)
	if document == 0 {
		code := l.call("FPDF_GetLastError")
		l.call("free", bytes)
		switch {
		case l.err != nil:
			return nil, l.err
		case code == errorPassword, code == errorSecurity:
			return nil, errPassword
		}
		return nil, errFormat
	}
	return &file{l, document, bytes}, nil
}

func (f *file) closeDocument() {
	f.call("FPDF_CloseDocument", f.document)
	f.call("free", f.bytes)
}

func (f *file) pages() int { return int(int32(f.call("FPDF_GetPageCount", f.document))) }

// info gives an entry of the file's information dictionary.
func (f *file) info(key string) string {
	name, free := f.cString(key)
	defer free()
	return f.text("FPDF_GetMetaText", f.document, name)
}

// language gives the language that the file names; a PDFium without that function knows none.
func (f *file) language() string {
	if f.function("FPDFCatalog_GetLanguage") == nil {
		return ""
	}
	return f.text("FPDFCatalog_GetLanguage", f.document)
}

func (f *file) label(page int) string { return f.text("FPDF_GetPageLabel", f.document, uint64(page)) }

// page reads the characters of a page that lie within what is shown of it, and tells whether anything is drawn on it. More
// than maxGlyphs are an error.
func (f *file) page(index int) (glyphs []glyph, drawn bool, err error) {
	page := f.call("FPDF_LoadPage", f.document, uint64(index))
	if page == 0 {
		return nil, false, f.err // a page that is damaged is an empty one
	}
	defer f.call("FPDF_ClosePage", page)
	drawn = int32(f.call("FPDFPage_CountObjects", page)) > 0
	shown := box{-math.MaxFloat32, -math.MaxFloat32, math.MaxFloat32, math.MaxFloat32}
	if f.call("FPDF_GetPageBoundingBox", page, uint64(f.scratch)) != 0 {
		shown = f.rectangle()
	}
	text := f.call("FPDFText_LoadPage", page)
	if text == 0 {
		return nil, drawn, f.err
	}
	defer f.call("FPDFText_ClosePage", text)
	count := int(int32(f.call("FPDFText_CountChars", text)))
	if count > maxGlyphs {
		return nil, drawn, errTooManyCharacters
	}
	glyphs = make([]glyph, 0, max(count, 0))
	var angle float32 // of the line
	known := false
	for i := range count {
		g := f.glyph(text, uint64(i))
		switch {
		case g.kind != drawnGlyph:
			known = known && g.kind == generatedSpace
		case !known:
			angle = math.Float32frombits(uint32(f.call("FPDFText_GetCharAngle", text, uint64(i))))
			known = true
		}
		g.angle = angle
		if f.err != nil {
			return nil, drawn, f.err
		}
		if g.kind == drawnGlyph && !shown.holds((g.left+g.right)/2, (g.bottom+g.top)/2) {
			continue
		}
		glyphs = append(glyphs, g)
	}
	return glyphs, drawn, f.err
}

func (f *file) glyph(text, i uint64) glyph {
	g := glyph{r: rune(int32(f.call("FPDFText_GetUnicode", text, i)))}
	switch {
	case g.r == hyphenMark:
		g.kind = lineEndHyphen
	case g.r == '\r' || g.r == '\n':
		g.kind = lineBreak
		return g
	case g.r == ' ' && f.call("FPDFText_IsGenerated", text, i) == 1:
		g.kind = generatedSpace
		return g
	}
	if f.call("FPDFText_GetLooseCharBox", text, i, uint64(f.scratch)) != 0 {
		g.box = f.rectangle()
	}
	if f.call("FPDFText_GetCharOrigin", text, i, uint64(f.scratch), uint64(f.scratch+8)) != 0 {
		g.x, g.y = f.double(0), f.double(8)
	}
	g.unmapped = f.call("FPDFText_HasUnicodeMapError", text, i) == 1
	return g
}

// rectangle reads an FS_RECTF: left, top, right, bottom.
func (f *file) rectangle() box {
	left, top, right, bottom := f.float(0), f.float(4), f.float(8), f.float(12)
	return box{min(left, right), min(top, bottom), max(left, right), max(top, bottom)}
}
