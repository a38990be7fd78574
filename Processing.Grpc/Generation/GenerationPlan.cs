using Digits.Processing.Versions;

namespace Digits.Processing.Generation;

/// <summary>A data set to draw.</summary>
/// <param name="Name">Its name, checked.</param>
/// <param name="Count">How many samples.</param>
/// <param name="Seed">Decides every image and the split.</param>
/// <param name="Rule">How the samples are divided.</param>
/// <param name="Change">Why.</param>
internal sealed record GenerationPlan(string Name, int Count, uint Seed, SplitRule Rule, Change Change);
