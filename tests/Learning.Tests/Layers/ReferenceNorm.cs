using Digits.Learning.Networks;

namespace Digits.Learning.Tests.Layers;

/// <summary>Batch norm and the normal distribution in float64.</summary>
internal static class ReferenceNorm
{
    /// <param name="x">The values of every image, channels last.</param>
    /// <param name="layer">The batch norm.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="parameters">Scale, shift, running mean and running variance.</param>
    /// <param name="training">Whether to normalise by the batch.</param>
    public static double[][] Normalize(double[][] x, LayerSpec layer, int channels, Span<double[]> parameters, bool training)
    {
        var (scale, shift, mean, variance) = (parameters[0], parameters[1], parameters[2], parameters[3]);
        if (training)
        {
            var values = Enumerable.Range(0, channels)
                .Select(c => x.SelectMany(image => image.Where((_, at) => at % channels == c)).ToArray()).ToArray();
            mean = [.. values.Select(channel => channel.Average())];
            variance = [.. values.Select((channel, c) => channel.Average(value => Math.Pow(value - mean[c], 2)))];
        }

        return [.. x.Select(image => image.Select((value, at) =>
        {
            var c = at % channels;
            return ((value - mean[c]) / Math.Sqrt(variance[c] + (layer.Epsilon ?? 1e-5)) * scale[c]) + shift[c];
        }).ToArray())];
    }

    /// <summary>Φ(x), by its Taylor series near zero and by the continued fraction of its tail elsewhere; to 1e-14.</summary>
    public static double Distribution(double x)
    {
        var density = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        var size = Math.Abs(x);
        if (size < 4)
        {
            var (term, sum) = (x, x);
            for (var k = 1; k < 100; k++)
            {
                term *= x * x / ((2 * k) + 1);
                sum += term;
            }

            return 0.5 + (density * sum);
        }

        var fraction = size;
        for (var k = 200; k > 0; k--)
        {
            fraction = size + (k / fraction);
        }

        return x < 0 ? density / fraction : 1 - (density / fraction);
    }
}
