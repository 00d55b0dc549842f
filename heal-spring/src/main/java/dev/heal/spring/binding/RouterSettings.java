package dev.heal.spring.binding;

import dev.heal.region.InFlight;
import dev.heal.region.Writes;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A router as it is written under {@code heal.routers}, without any bean.
 *
 * @param place what calls are made with in each of its regions
 * @param regions the one that is home first, the others as they are written
 * @param node what is written, each value with its place
 */
public record RouterSettings(
        String name,
        Place place,
        List<RegionSettings> regions,
        ProbeSettings probe,
        Writes writes,
        InFlight inFlight,
        Node node) {

    /** The bean that a written router is: a service may well be called as the router is. */
    public static String beanName(String router) {
        return router + "Router";
    }

    /** Whether a word names the written router, be it by the router's name or by its bean's. */
    static boolean isMeant(String router, String word) {
        String text = Node.uniform(word);
        return text.equals(Node.uniform(router)) || text.equals(Node.uniform(beanName(router)));
    }

    /** What calls are made with; its word is the key of a region. */
    public enum Place {
        URL,
        DATA_SOURCE,
        RESOURCE
    }

    /** The regions' names. */
    public List<String> names() {
        return regions.stream().map(RegionSettings::name).toList();
    }

    /**
     * A region as it is written.
     *
     * @param url null unless calls are made to an address
     * @param bean the name of a bean; null if calls are made to an address
     * @param capacity calls a second; NaN if nobody has said it
     */
    public record RegionSettings(
            String name, @Nullable URI url, @Nullable String bean, double weight, double capacity, Node node) {

        /** Whether traffic goes there while all is well. */
        public boolean isHome() {
            return weight > 0;
        }
    }

    /**
     * What each region is asked.
     *
     * @param kind {@code http}, or a word of the probe vocabulary
     * @param path below the region's address; empty unless it is asked by http
     */
    public record ProbeSettings(String kind, String path, Duration every, Duration within, int failures) {}
}
