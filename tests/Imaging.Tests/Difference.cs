
namespace Digits.Imaging.Tests;

/// <summary>Compares images of equal size.</summary>
internal static class Difference
{
    /// <summary>The mean absolute difference of a pixel, 0 to 255.</summary>
    public static double Mean(GrayImage one, GrayImage other)
    {
        Assert.Equal((one.Width, one.Height), (other.Width, other.Height));
        var sum = 0;
        for (var i = 0; i < one.Pixels.Length; i++)
        {
            sum += Math.Abs(one.Pixels[i] - other.Pixels[i]);
        }

        return (double)sum / one.Pixels.Length;
    }
}
