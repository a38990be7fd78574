using Digits.Learning.Data;

namespace Digits.Datasets;

/// <summary>What the owner of the data sets has configured.</summary>
/// <param name="DataVolume">The folder of the data sets, a full path.</param>
/// <param name="Shape">The shape of every image of a new data set.</param>
/// <param name="SplitRatio">The share of samples that goes to the train part where nothing else is said, above 0 and below 1.</param>
internal sealed record DatasetSettings(string DataVolume, ImageShape Shape, double SplitRatio);

/// <summary>Waits for a turn at work of which only so much is done at once. The turn ends when the result is disposed.</summary>
internal delegate ValueTask<IDisposable> EnterTurn(CancellationToken cancellationToken);

/// <summary>The turns that work inside of data sets takes.</summary>
/// <param name="Imports">Reading, normalising and storing the samples of an import.</param>
/// <param name="QualityReports">Examining a version.</param>
internal sealed record WorkTurns(EnterTurn Imports, EnterTurn QualityReports);
