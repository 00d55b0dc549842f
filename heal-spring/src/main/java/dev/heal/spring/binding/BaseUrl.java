package dev.heal.spring.binding;

import dev.heal.text.SafeText;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The address that a region's requests begin with: http or https, of a host, and nothing that would leak or surprise. */
final class BaseUrl {

    static final String EXAMPLE = "https://east.example/inventory";
    static final Values.Reading<URI> READING = Values.reading("an address", EXAMPLE, BaseUrl::parse);

    private static final Pattern HOST_AND_PORT = Pattern.compile("[A-Za-z0-9.-]+:\\d{1,5}(/.*)?");
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+(:\\d{1,5})?(/.*)?|localhost(/.*)?");
    private static final Pattern DOTTED_QUAD = Pattern.compile("(\\d{1,3})(\\.(0|[1-9]\\d{0,2})){3}");
    private static final Pattern NUMBERS = Pattern.compile("(?i)(0x[0-9a-f]*|\\d+)(\\.(0x[0-9a-f]*|\\d+))*");

    /** Where clouds give out credentials, outside the link-local range. */
    private static final Set<String> METADATA =
            Set.of("metadata.google.internal", "[fd00:ec2::254]", "100.100.100.200");

    private BaseUrl() {}

    private static URI parse(String text) throws Misread {
        if (HOST_AND_PORT.matcher(text).matches() || HOST.matcher(text).matches()) {
            throw new Misread("has no scheme", "write https://" + text);
        }
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException unparsable) {
            throw new Misread("is no address: " + SafeText.of(unparsable.getReason()), "write one such as " + EXAMPLE);
        }
        String scheme = url.getScheme();
        if (scheme == null) {
            throw new Misread("is only a part of an address", "write all of it, such as " + EXAMPLE);
        }
        if (!(scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http"))) {
            throw new Misread("is not called by http", "write one that begins with https:// or http://");
        }
        String authority = url.getRawAuthority();
        if (authority != null && authority.contains("@")) {
            throw new Misread(
                    "has a user in it, which would be shown in logs and reports",
                    "leave the user out of the address, and have the client send it");
        }
        if (url.getHost() == null) {
            throw new Misread("names no host", "write one such as " + EXAMPLE);
        }
        if (url.getPort() == 0 || url.getPort() > 65_535) {
            throw new Misread("names a port that there is not", "write one of 1 to 65535, or leave it out");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new Misread(
                    "has a " + (url.getRawQuery() == null ? "fragment" : "query")
                            + ", and the path of each request is put behind it",
                    "end it with its path");
        }
        checkHost(url.getHost().toLowerCase(Locale.ROOT));
        return url;
    }

    private static void checkHost(String host) throws Misread {
        if (NUMBERS.matcher(host).matches() && !DOTTED_QUAD.matcher(host).matches()) {
            throw new Misread("is a number that hides an address", "write the host's name, or four numbers with dots");
        }
        if (isLinkLocal(host) || METADATA.contains(host)) {
            throw new Misread(
                    "is an address of this machine's own network or of its cloud's metadata, and no region",
                    "name the host that serves the region");
        }
    }

    /** Only of an address that is written as one: a name is asked for by nobody before the first call. */
    private static boolean isLinkLocal(String host) {
        boolean isLiteral = host.startsWith("[") || DOTTED_QUAD.matcher(host).matches();
        try {
            if (!isLiteral) {
                return false;
            }
            InetAddress address = InetAddress.getByName(host);
            return address.isLinkLocalAddress()
                    || address.isAnyLocalAddress()
                    || address.isMulticastAddress()
                    || (address instanceof Inet6Address six && embedsLinkLocal(six.getAddress()));
        } catch (UnknownHostException impossible) {
            return false;
        }
    }

    /** 64:ff9b::169.254.1.1 and ::169.254.1.1 lead there, too. */
    private static boolean embedsLinkLocal(byte[] six) {
        return six[12] == (byte) 169 && six[13] == (byte) 254 && six[10] == 0 && six[11] == 0;
    }

    /** Equal for two addresses that are one place, however they are written. */
    static String place(URI url) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        String host = url.getHost().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        int usual = scheme.equals("https") ? 443 : 80;
        int port = url.getPort() == -1 ? usual : url.getPort();
        String path =
                String.valueOf(url.normalize().getPath()).replaceAll("/+", "/").replaceFirst("/$", "");
        return scheme + "://" + host + ":" + port + path;
    }
}
