using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>Compresses messages on the wire.</summary>
public interface ICompressionProvider
{
    /// <summary>The name in the grpc-encoding header.</summary>
    string EncodingName { get; }

    /// <summary>A stream that compresses into <paramref name="stream"/>; null means the provider's own level.</summary>
    Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel);

    /// <summary>A stream that reads what is compressed in <paramref name="stream"/>.</summary>
    Stream CreateDecompressionStream(Stream stream);
}
