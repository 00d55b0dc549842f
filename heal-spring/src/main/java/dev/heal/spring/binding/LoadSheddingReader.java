package dev.heal.spring.binding;

import org.jspecify.annotations.Nullable;

/** Reads {@code heal.load-shedding}. What is wrong with it switches off the shedder, and no target. */
public final class LoadSheddingReader {

    private LoadSheddingReader() {}

    /** The shedder before the web application; null if none is written, or a wrong one. */
    public static @Nullable WebShedding web(ConfigurationTree tree) {
        return web(tree.root(), new Findings());
    }

    static @Nullable WebShedding web(Node heal, Findings findings) {
        Node node = heal.child("load-shedding");
        if (node == null || node.isNothing()) {
            return null;
        }
        Section section = new Section(node, "load-shedding", findings);
        Node web = section.child("web");
        int before = findings.size();
        section.rejectUnknown();
        WebShedding settings = web == null
                ? null
                : new RecordBinder(findings).bind(web, "web", WebShedding.class, WebShedding.DEFAULT);
        return findings.size() > before ? null : settings;
    }
}
