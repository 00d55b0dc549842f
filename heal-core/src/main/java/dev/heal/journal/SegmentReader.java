package dev.heal.journal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Takes a segment apart into lines and what is damaged between them. A damaged line break does not cost the line after it:
 * within a damaged piece the next beginning of a line is looked for. Needs as much memory as a long line, however long the
 * file.
 */
final class SegmentReader {

    /** What was found, in the order of the file. */
    interface Found {

        /** @param bytes those of the line, without its break */
        void line(Line line, byte[] bytes);

        /** @param torn whether it is the end of the file, where a line was not written to its end */
        void damage(long bytes, boolean torn);
    }

    /** Longer than any line, and than two that have become one. */
    private static final int LONGEST_PIECE = 4 * LineWriter.LONGEST;

    /** Bounds the work that a file made to be slow can cause. */
    private static final int MOST_TRIES = 10_000;

    private final Found found;
    private byte[] buffer = new byte[8 * 1024];

    private SegmentReader(Found found) {
        this.found = found;
    }

    /**
     * Reads to the end.
     *
     * @return the file's length in bytes
     * @throws NewerVersionException if a whole line of it is of a later version
     */
    static long read(InputStream file, Found found) throws IOException {
        return new SegmentReader(found).read(file);
    }

    private long read(InputStream file) throws IOException {
        long length = 0;
        int held = 0;
        for (int read = file.read(buffer, 0, buffer.length);
                read > 0;
                read = file.read(buffer, held, buffer.length - held)) {
            length += read;
            int begin = 0;
            for (int at = held; at < held + read; at++) {
                if (buffer[at] == '\n') {
                    piece(begin, at, true);
                    begin = at + 1;
                }
            }
            held += read - begin;
            System.arraycopy(buffer, begin, buffer, 0, held);
            if (held == LONGEST_PIECE) {
                piece(0, held, true);
                held = 0;
            } else if (held == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * held);
            }
        }
        piece(0, held, false);
        return length;
    }

    private void piece(int from, int to, boolean isEnded) throws NewerVersionException {
        if (from == to) {
            return;
        }
        Line line = LineReader.read(buffer, from, to);
        if (line == null) {
            salvage(from, to, isEnded);
        } else {
            found.line(line, Arrays.copyOfRange(buffer, from, to));
            if (!isEnded) {
                found.damage(0, false);
            }
        }
    }

    private void salvage(int from, int to, boolean isEnded) throws NewerVersionException {
        int told = from;
        int tries = 0;
        int begin = Seal.indexOf(LineReader.OPENING, buffer, from, to);
        while (begin >= 0 && tries < MOST_TRIES) {
            Line line = null;
            int end = begin;
            while (line == null && end >= 0 && tries++ < MOST_TRIES) {
                end = Seal.endOfNext(buffer, Math.max(begin, end - Seal.LENGTH + 1), to);
                line = end < 0 ? null : LineReader.read(buffer, begin, end);
            }
            if (line != null) {
                if (begin > told) {
                    found.damage(begin - told, false);
                }
                found.line(line, Arrays.copyOfRange(buffer, begin, end));
                told = end;
            }
            begin = Seal.indexOf(LineReader.OPENING, buffer, line == null ? begin + 1 : end, to);
        }
        if (told < to) {
            found.damage(to - told, !isEnded && told == from);
        }
    }
}
