using System.Collections.Immutable;

namespace Digits.Inference.Models;

/// <summary>
/// The models that answer right now. Readers see one whole state or the next, and never wait; a call that has found a model keeps it
/// to its end, whatever is put in its place meanwhile.
/// </summary>
internal sealed class ModelShelf
{
    private volatile ImmutableSortedDictionary<string, LoadedModel> _models =
        ImmutableSortedDictionary.Create<string, LoadedModel>(StringComparer.Ordinal);

    /// <summary>All models by name.</summary>
    public IReadOnlyList<LoadedModel> All => [.. _models.Values];

    /// <summary>The version of a model that answers; null when the model is not served.</summary>
    public LoadedModel? Find(string name) => _models.GetValueOrDefault(name);

    /// <summary>Puts a version in the place of the one that was there. There must be one writer only.</summary>
    public void Put(LoadedModel model) => _models = _models.SetItem(model.Name, model);

    /// <summary>Takes a model away. There must be one writer only.</summary>
    public void Remove(string name) => _models = _models.Remove(name);
}
