using Digits.Datasets;
using Digits.Datasets.Storage;
using Digits.Datasets.Versions;
using Digits.Imaging;
using Digits.Processing.V1;
using Google.Protobuf;

namespace Digits.Processing.Samples;

/// <summary>Samples as a person sees them.</summary>
internal static class SampleThumbnails
{
    /// <summary>Shows samples of one version.</summary>
    /// <param name="reader">The version.</param>
    /// <param name="samples">The samples, each with its position in its part.</param>
    /// <exception cref="RefusalException">the files are damaged.</exception>
    public static Sample[] Show(VersionReader reader, IReadOnlyList<(VersionSample Sample, int Index)> samples)
    {
        var size = reader.Version.Shape.Size;
        var pixels = new byte[samples.Count * size];
        reader.ReadChecked([.. samples.Select(entry => entry.Sample.Number)], new UInt128[samples.Count], pixels);
        var shown = new Sample[samples.Count];
        Parallel.For(0, shown.Length, position =>
        {
            var (sample, index) = samples[position];
            shown[position] = new Sample
            {
                Index = index,
                Part = (V1.Part)sample.Part,
                Label = reader.Version.Labels[sample.Class],
                Number = sample.Number,
                Thumbnail = Encode(reader, pixels.AsSpan(position * size, size)),
            };
        });
        return shown;
    }

    private static ByteString Encode(VersionReader reader, ReadOnlySpan<byte> pixels)
    {
        var (width, height) = (reader.Version.Width, reader.Version.Height);

        // Only grey images can be shown as they are; of others the first channel.
        var grey = new byte[width * height];
        for (var pixel = 0; pixel < grey.Length; pixel++)
        {
            grey[pixel] = pixels[pixel * reader.Version.Channels];
        }

        return UnsafeByteOperations.UnsafeWrap(PngEncoder.Encode(new GrayImage(width, height, grey)));
    }
}
