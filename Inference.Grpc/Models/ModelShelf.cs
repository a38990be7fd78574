using System.Collections.Immutable;
using Digits.Learning.Data;
using Digits.Learning.Networks;

namespace Digits.Inference.Models;

/// <summary>
/// The models that answer right now, and those that the registry names but that cannot answer yet. Readers see one whole state or the
/// next, and never wait; a call that has found a model keeps it to its end, whatever is put in its place meanwhile. Thread-safe.
/// </summary>
internal sealed class ModelShelf
{
    private readonly Lock _writing = new();
    private volatile ShelfState _current = ShelfState.Initial;

    /// <summary>One consistent state.</summary>
    public ShelfState Current => _current;

    /// <summary>Notes the names in the registry: those that are not served yet count as loading from now on.</summary>
    /// <returns>The names of the models that were served and are no longer in the registry; they are not served any more.</returns>
    public IReadOnlyList<string> Announce(IReadOnlyCollection<string> registered)
    {
        lock (_writing)
        {
            var before = _current;
            var names = registered.ToHashSet(StringComparer.Ordinal);
            string[] gone = [.. before.Served.Keys.Where(name => !names.Contains(name))];
            var served = before.Served.RemoveRange(gone);
            var missing = names.Where(name => !served.ContainsKey(name)).Select(name => KeyValuePair.Create(
                name, before.Missing.GetValueOrDefault(name, MissingModel.Loading) with { IsFinal = false }));
            _current = new ShelfState(true, served, before.Missing.Clear().AddRange(missing));
            return gone;
        }
    }

    /// <summary>Puts a version in the place of the one that was there.</summary>
    /// <returns>False, and nothing changes, if the registry has dropped the model meanwhile.</returns>
    public bool TryPut(LoadedModel model)
    {
        lock (_writing)
        {
            if (!_current.Served.ContainsKey(model.Name) && !_current.Missing.ContainsKey(model.Name))
            {
                return false;
            }

            _current = _current with
            {
                Served = _current.Served.SetItem(model.Name, model),
                Missing = _current.Missing.Remove(model.Name),
            };
            return true;
        }
    }

    /// <summary>Notes why a model that the registry names does not answer. Changes nothing for a model that does.</summary>
    public void SetMissing(string name, MissingModel why)
    {
        lock (_writing)
        {
            if (_current.Missing.ContainsKey(name))
            {
                _current = _current with { Missing = _current.Missing.SetItem(name, why) };
            }
        }
    }
}

/// <summary>What the shelf holds at one moment.</summary>
/// <param name="IsKnown">Whether the registry has been read at all; before that, nothing is known about any name.</param>
/// <param name="Served">The models that answer, by name.</param>
/// <param name="Missing">The models that the registry names and that do not answer, by name.</param>
internal sealed record ShelfState(
    bool IsKnown,
    ImmutableSortedDictionary<string, LoadedModel> Served,
    ImmutableSortedDictionary<string, MissingModel> Missing)
{
    public static readonly ShelfState Initial = new(
        false,
        ImmutableSortedDictionary.Create<string, LoadedModel>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, MissingModel>(StringComparer.Ordinal));
}

/// <summary>Why a model of the registry does not answer.</summary>
/// <param name="Fault">What went wrong so far, as a clause without a full stop; null while nothing has.</param>
/// <param name="IsFinal">Whether it will stay so until the registry changes.</param>
internal sealed record MissingModel(string? Fault, bool IsFinal)
{
    public static readonly MissingModel Loading = new(null, IsFinal: false);
}

/// <summary>One version of a model, ready to answer.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Labels">The labels in class order.</param>
/// <param name="Sha256">SHA-256 of the model file, in lower-case hexadecimal.</param>
/// <param name="LoadTime">When it began to answer.</param>
/// <param name="Committee">The network or networks.</param>
internal sealed record LoadedModel(
    string Name, int Version, IReadOnlyList<string> Labels, string Sha256, DateTimeOffset LoadTime, Committee Committee)
{
    public ImageShape InputShape => Committee.InputShape;
}
