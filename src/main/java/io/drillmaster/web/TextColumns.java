package io.drillmaster.web;

import java.util.ArrayList;
import java.util.List;

/** Lines up cells in columns, each as wide as its widest cell and never wider than its limit. */
final class TextColumns {
  /**
   * @param rightAligned as numbers are
   * @param limit of its width, in characters
   */
  record Column(String heading, boolean rightAligned, int limit) {}

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  TextColumns(Column... columns) {
    this.columns = List.of(columns);
    rows.add(this.columns.stream().map(Column::heading).toList());
  }

  /** Adds a row; the cells that it lacks are empty. */
  void add(List<String> cells) {
    List<String> row = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String cell = i < cells.size() ? Words.line(cells.get(i)) : "";
      row.add(Words.shortened(cell, columns.get(i).limit()));
    }
    rows.add(row);
  }

  /** The heading, then the rows in the order they were added, without trailing blanks. */
  List<String> lines() {
    int[] widths = new int[columns.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], length(row.get(i)));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String blanks = " ".repeat(widths[i] - length(row.get(i)));
      boolean right = columns.get(i).rightAligned();
      line.append(i == 0 ? "" : "  ").append(right ? blanks + row.get(i) : row.get(i) + blanks);
    }
    return line.toString().stripTrailing();
  }

  /** The text with blanks behind it, up to this width. */
  static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - length(text)));
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
