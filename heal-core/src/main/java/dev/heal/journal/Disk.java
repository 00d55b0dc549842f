package dev.heal.journal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** One directory of files, as far as a journal needs it: here a test puts a disk that fails or loses its power. */
public interface Disk extends AutoCloseable {

    /** For messages, such as the path. */
    String name();

    /** The files' names, in no order. */
    List<String> files() throws IOException;

    byte[] read(String file) throws IOException;

    /** The same without having all of it in memory, where the disk can. */
    default InputStream stream(String file) throws IOException {
        return new ByteArrayInputStream(read(file));
    }

    /**
     * Makes an empty file to append to. It may be gone after a power loss until {@link #sync} has returned.
     *
     * @throws IOException also if it exists
     */
    Appender create(String file) throws IOException;

    /** Opens a file to write over its bytes from the first one on, where they are; it never becomes longer. */
    Appender overwrite(String file) throws IOException;

    /** @throws IOException also if there is a file of the new name */
    void rename(String from, String to) throws IOException;

    void delete(String file) throws IOException;

    /** Makes what was created, renamed and deleted durable. */
    void sync() throws IOException;

    /** Lets the next process have the directory. */
    @Override
    void close() throws IOException;

    /** One file that is being written. */
    interface Appender extends AutoCloseable {

        /** Writes all the bytes or throws; some may have been written then. */
        void write(ByteBuffer bytes) throws IOException;

        /** Makes what was written durable. After a failure nobody knows what is: the file must not be written again. */
        void force() throws IOException;

        @Override
        void close() throws IOException;
    }
}
