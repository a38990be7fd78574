using Digits.Imaging;
using Google.Protobuf;

namespace Digits.Processing.Samples;

/// <summary>An image as a network would see it.</summary>
internal static class NormalizedImage
{
    /// <summary>Reads a picture file and writes the normalised image as a PNG.</summary>
    public static byte[] Make(ByteString file) =>
        PngEncoder.Encode(Read(file, Normalizer.DefaultSize, Normalizer.DefaultSize));

    /// <summary>Reads a picture file and normalises it to the given size.</summary>
    /// <exception cref="Grpc.Core.RpcException">There is no file, or it cannot be read.</exception>
    public static GrayImage Read(ByteString file, int width, int height)
    {
        if (file.IsEmpty)
        {
            throw Errors.ImageRequired();
        }

        try
        {
            return InkReader.ReadNormalized(file.Span, width, height);
        }
        catch (ImageFormatException fault)
        {
            throw Errors.ImageInvalid(fault);
        }
    }
}
