using System.Runtime.Intrinsics;
using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>Says where <see cref="WinogradConv2dLayer{TLanes}"/> serves, and makes it for this processor.</summary>
internal static class WinogradConv2dLayer
{
    private const int ChannelStep = 16;

    /// <summary>Whether a convolution can be computed, and quicker, by Winograd's method.</summary>
    public static bool Fits(ImageShape input, int filters, Window window)
    {
        var output = window.Output(input, filters);
        return window is { Size: 3, Stride: 1 } && window.Before(input.Height) <= 1
            && input.Channels % ChannelStep == 0 && filters % ChannelStep == 0
            && Math.Min(output.Height, output.Width) > WinogradTile.Side / 2;
    }

    /// <inheritdoc cref="WinogradConv2dLayer{TLanes}(int, string, ImageShape, int, Window, bool, bool)"/>
    public static ImageLayer Create(int index, string path, ImageShape input, int filters, Window window, bool relu, bool pool)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return new WinogradConv2dLayer<Lanes512>(index, path, input, filters, window, relu, pool);
        }

        return Vector256.IsHardwareAccelerated
            ? new WinogradConv2dLayer<Lanes256>(index, path, input, filters, window, relu, pool)
            : new WinogradConv2dLayer<Lanes128>(index, path, input, filters, window, relu, pool);
    }
}
