using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Augmentation;

/// <summary>What is done to one image at one time.</summary>
/// <param name="Map">Where each pixel comes from.</param>
/// <param name="FieldX">The elastic field that pulls along the rows.</param>
/// <param name="FieldY">The elastic field that pulls along the columns.</param>
/// <param name="PullX">Pixels that the strongest place of the first field pulls, either sign.</param>
/// <param name="PullY">The same for the second field.</param>
/// <param name="Stroke">How far the strokes grow, or shrink if negative, in 256ths of a pixel, -256 to 256.</param>
/// <param name="Erased">The rectangle that becomes paper; without area, none.</param>
internal readonly record struct ImageChange(
    AffineMap Map, int FieldX, int FieldY, float PullX, float PullY, int Stroke, ErasedArea Erased)
{
    // The sides of an erased rectangle, as shares of the image's.
    private const double SmallestErased = 0.1;
    private const double LargestErased = 0.4;

    // Keeps these draws apart from those of dropout, which start from the same key.
    private const uint Purpose = 0xa5f1_52c7;

    private enum Draw : uint
    {
        MoveX,
        MoveY,
        Rotation,
        ScaleX,
        ScaleY,
        Shear,
        FieldX,
        FieldY,
        PullX,
        PullY,
        Stroke,
        Erase,
        ErasedWidth,
        ErasedHeight,
        ErasedX,
        ErasedY,
    }

    /// <summary>Leaves an image as it is.</summary>
    public static ImageChange None(ImageShape shape) => new(AffineMap.Of(shape, 0, 0, 0, 1, 1, 0), 0, 0, 0, 0, 0, default);

    /// <summary>Draws a change. Every draw has its own number, so switching one kind of change on leaves the others as they were.</summary>
    /// <param name="settings">The greatest strengths.</param>
    /// <param name="shape">The image's shape.</param>
    /// <param name="key">Decides the outcome.</param>
    public static ImageChange Of(AugmentationSettings settings, ImageShape shape, uint key)
    {
        var map = AffineMap.Of(
            shape,
            moveX: settings.Shift * Signed(key, Draw.MoveX),
            moveY: settings.Shift * Signed(key, Draw.MoveY),
            degrees: settings.Rotation * Signed(key, Draw.Rotation),
            scaleX: 1 + (settings.Scale * Signed(key, Draw.ScaleX)),
            scaleY: 1 + (settings.Scale * Signed(key, Draw.ScaleY)),
            shear: settings.Shear * Signed(key, Draw.Shear));
        return new ImageChange(
            map,
            (int)(ElasticFields.Count * Unit(key, Draw.FieldX)),
            (int)(ElasticFields.Count * Unit(key, Draw.FieldY)),
            (float)(settings.Elastic * Signed(key, Draw.PullX)),
            (float)(settings.Elastic * Signed(key, Draw.PullY)),
            (int)Math.Round(256 * settings.Stroke * Signed(key, Draw.Stroke)),
            Unit(key, Draw.Erase) < settings.Erase ? DrawErased(shape, key) : default);
    }

    private static ErasedArea DrawErased(ImageShape shape, uint key)
    {
        var width = Side(shape.Width, Draw.ErasedWidth);
        var height = Side(shape.Height, Draw.ErasedHeight);
        return new ErasedArea(
            (int)((shape.Width - width + 1) * Unit(key, Draw.ErasedX)),
            (int)((shape.Height - height + 1) * Unit(key, Draw.ErasedY)),
            width,
            height);

        int Side(int whole, Draw draw) =>
            Math.Max(1, (int)(whole * (SmallestErased + ((LargestErased - SmallestErased) * Unit(key, draw)))));
    }

    // From 0 up to, not including, 1.
    private static double Unit(uint key, Draw draw) => (Mixing.Mix(Mixing.Mix(key ^ Purpose) + (uint)draw) >> 8) / (double)(1 << 24);

    private static double Signed(uint key, Draw draw) => (2 * Unit(key, draw)) - 1;
}

/// <summary>A rectangle of pixels that becomes paper.</summary>
internal readonly record struct ErasedArea(int X, int Y, int Width, int Height);

/// <summary>
/// Says where in the original the pixel at column x and row y of a changed image comes from: at column XX·x + XY·y + X0 and row
/// YX·x + YY·y + Y0, all in pixels.
/// </summary>
internal readonly record struct AffineMap(float XX, float XY, float X0, float YX, float YY, float Y0)
{
    /// <summary>
    /// Scales an image, lets it lean, turns it and moves it, in this order, all about its middle. Positive values move it right and
    /// down, turn it clockwise and lean its foot to the right.
    /// </summary>
    /// <param name="shape">The image's shape.</param>
    /// <param name="moveX">Pixels to the right.</param>
    /// <param name="moveY">Pixels down.</param>
    /// <param name="degrees">The angle to turn by.</param>
    /// <param name="scaleX">Factor for the width, greater than 0.</param>
    /// <param name="scaleY">Factor for the height, greater than 0.</param>
    /// <param name="shear">Columns to the right per row down.</param>
    public static AffineMap Of(
        ImageShape shape, double moveX, double moveY, double degrees, double scaleX, double scaleY, double shear)
    {
        // The image moves by M = R·K·S, so the original is found through M⁻¹ = S⁻¹·K⁻¹·R⁻¹.
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var xx = (cos + (shear * sin)) / scaleX;
        var xy = (sin - (shear * cos)) / scaleX;
        var yx = -sin / scaleY;
        var yy = cos / scaleY;
        var (middleX, middleY) = ((shape.Width - 1) / 2.0, (shape.Height - 1) / 2.0);
        var (fromX, fromY) = (middleX + moveX, middleY + moveY);
        return new AffineMap(
            (float)xx,
            (float)xy,
            (float)(middleX - (xx * fromX) - (xy * fromY)),
            (float)yx,
            (float)yy,
            (float)(middleY - (yx * fromX) - (yy * fromY)));
    }
}
