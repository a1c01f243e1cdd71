package db

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"
)

// Integrity has SQLite look through the file and calls found for each damage
// it names, at most the given number. Where there are tables that are not
// ours, only ours are looked through: checking a table works out what its
// schema says, and theirs may say anything.
func Integrity(ctx context.Context, conn *sql.Conn, pragma string, most int, found func(what string) error) error {
	have, err := ReadSchema(ctx, conn)
	if err != nil {
		return err
	}
	ours, err := SchemaOf(ctx, Migrations)
	if err != nil {
		return err
	}
	arguments := []string{strconv.Itoa(most)}
	for name, entry := range have {
		if _, known := ours[name]; !known && entry.Kind == "table" {
			arguments = nil
		}
	}
	if arguments == nil {
		for name, entry := range ours {
			if _, there := have[name]; there && entry.Kind == "table" {
				arguments = append(arguments, name)
			}
		}
		slices.Sort(arguments)
	}
	for _, argument := range arguments {
		if err := integrityOf(ctx, conn, pragma, argument, found); err != nil {
			return err
		}
	}
	return nil
}

func integrityOf(ctx context.Context, conn *sql.Conn, pragma, argument string, found func(what string) error) error {
	rows, err := conn.QueryContext(ctx, "PRAGMA "+pragma+"("+argument+")")
	if err != nil {
		return Explain(ctx, err)
	}
	defer rows.Close()
	for rows.Next() {
		var result string
		if err := rows.Scan(&result); err != nil {
			return Explain(ctx, err)
		}
		for line := range strings.Lines(result) {
			if line = strings.TrimSpace(line); line == "ok" || strings.HasPrefix(line, "*** in database") {
				continue
			}
			if err := found(line); err != nil {
				return err
			}
		}
	}
	return Explain(ctx, rows.Err())
}
