using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>Where the tiles of a 3x3 convolution lie in its images, and where their transformed values lie in memory.</summary>
/// <remarks>
/// Transformed inputs are [36][tiles][channels]; transformed outputs are [panels][36][tiles][32] and transformed weights
/// [panels][36][channels][32] with a panel for every 32 filters, so that the products read both without gaps.
/// </remarks>
internal sealed class WinogradGeometry
{
    /// <summary>Values per tile and channel once transformed.</summary>
    public const int Values = 36;

    /// <summary>Outputs along one side of a tile.</summary>
    public const int Tile = 4;

    // As many tiles at once as the second-level cache takes, with the transformed weights beside them.
    private const int MostTiles = 24;

    /// <param name="input">The shape of x.</param>
    /// <param name="output">The shape of y, after pooling.</param>
    /// <param name="pool">Whether windows of 2x2 are pooled.</param>
    public WinogradGeometry(ImageShape input, ImageShape output, bool pool)
    {
        (Input, Output) = (input, output);
        var side = pool ? Tile / 2 : Tile;
        TilesAcross = (output.Width + side - 1) / side;
        TilesPerImage = TilesAcross * ((output.Height + side - 1) / side);
        InputPanels = (input.Channels + StridedProduct.Panel - 1) / StridedProduct.Panel;
        OutputPanels = (output.Channels + StridedProduct.Panel - 1) / StridedProduct.Panel;
        InputBlock = FloatBuffer.RowStride(MostTiles * input.Channels);
        OutputBlock = FloatBuffer.RowStride(MostTiles * StridedProduct.Panel);
    }

    public ImageShape Input { get; }

    /// <summary>The shape of y, after pooling.</summary>
    public ImageShape Output { get; }

    /// <summary>The distance from image to image in x.</summary>
    public int InputStride => FloatBuffer.RowStride(Input.Size);

    /// <summary>The distance from image to image in y.</summary>
    public int OutputStride => FloatBuffer.RowStride(Output.Size);

    public int TilesAcross { get; }

    public int TilesPerImage { get; }

    public int InputPanels { get; }

    public int OutputPanels { get; }

    /// <summary>The distance between transformed inputs of two kinds.</summary>
    public int InputBlock { get; }

    /// <summary>The distance between transformed outputs of two kinds.</summary>
    public int OutputBlock { get; }

    /// <summary>The distance between transformed outputs of two panels.</summary>
    public int OutputPanel => Values * OutputBlock;

    /// <summary>Floats of transformed weights.</summary>
    public int WeightsSize => checked(OutputPanels * Values * Input.Channels * StridedProduct.Panel);

    /// <summary>Floats of transformed weights with input and output channels swapped.</summary>
    public int TurnedSize => checked(InputPanels * Values * OutputPanels * StridedProduct.Panel * StridedProduct.Panel);

    /// <summary>Tiles to take at once when so many are left: chunks of about the same size.</summary>
    public static int Chunk(int tiles)
    {
        var chunks = (tiles + MostTiles - 1) / MostTiles;
        return (tiles + chunks - 1) / chunks;
    }
}
