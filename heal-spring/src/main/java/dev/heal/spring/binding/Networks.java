package dev.heal.spring.binding;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Networks of addresses, by their first bits. Never asks a name server. */
public final class Networks {

    private static final String ANY = "any";
    private static final Pattern OCTET = Pattern.compile("[0-9]{1,3}");
    private static final int V6_BYTES = 16;
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private record Network(byte[] address, int bits) {

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> (i % 8);
                if ((address[i / 8] & mask) != (other[i / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final boolean any;
    private final List<Network> networks;

    private Networks(boolean any, List<Network> networks) {
        this.any = any;
        this.networks = networks;
    }

    /** @param texts such as {@code 10.0.0.0/8}, {@code ::1} or {@code any}; what is none of these counts for nothing */
    public static Networks of(List<String> texts) {
        return new Networks(
                containAll(texts),
                texts.stream().map(Networks::parse).filter(Objects::nonNull).toList());
    }

    /** Whether it is everybody who is meant. */
    public static boolean containAll(List<String> texts) {
        return texts.stream().anyMatch(ANY::equalsIgnoreCase);
    }

    /**
     * Who is at an address: of IPv6 the first 64 bits, for whoever has one such address has all of them; what is no address is
     * left as it is.
     */
    public static String user(String address) {
        byte[] bytes = address.indexOf(':') < 0 ? null : bytes(address);
        return bytes == null || bytes.length != V6_BYTES
                ? address
                : HexFormat.of().formatHex(bytes, 0, V6_BYTES / 2) + "/64";
    }

    static boolean isNetwork(String text) {
        return ANY.equalsIgnoreCase(text) || parse(text) != null;
    }

    /** @param address as the server tells it; null for unknown, which only {@code any} contains */
    public boolean contain(@Nullable String address) {
        if (any) {
            return true;
        }
        byte[] bytes = networks.isEmpty() || address == null ? null : bytes(address);
        return bytes != null && networks.stream().anyMatch(network -> network.contains(bytes));
    }

    private static @Nullable Network parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        String length = slash < 0 ? String.valueOf(address.length * 8) : text.substring(slash + 1);
        if (!length.matches("\\d{1,3}")) {
            return null;
        }
        int bits = Integer.parseInt(length);
        return bits > address.length * 8 ? null : new Network(address, bits);
    }

    private static byte @Nullable [] v4(String text) {
        String[] octets = text.split("\\.", -1);
        if (octets.length != 4) {
            return null;
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            int octet = OCTET.matcher(octets[i]).matches() ? Integer.parseInt(octets[i]) : 256;
            if (octet > 255) {
                return null;
            }
            bytes[i] = (byte) octet;
        }
        return bytes;
    }

    private static byte @Nullable [] bytes(String text) {
        int zone = text.indexOf('%');
        String address = zone < 0 ? text : text.substring(0, zone);
        if (address.indexOf(':') < 0) {
            return v4(address);
        }
        if (!V6.matcher(address).matches()) {
            return null;
        }
        try {
            // With a colon it is an address or an error, and no name server is asked.
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException none) {
            return null;
        }
    }
}
