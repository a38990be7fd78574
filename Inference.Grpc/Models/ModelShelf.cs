using System.Collections.Immutable;
using Digits.Inference.Batching;
using Digits.Learning.Data;
using Digits.Learning.Networks;

namespace Digits.Inference.Models;

/// <summary>
/// The versions that answer right now, and the models that the registry names but that cannot answer yet. Readers see one whole state or
/// the next, and never wait; a call that has found a version keeps it to its end, whatever is put in its place meanwhile. Thread-safe.
/// </summary>
internal sealed class ModelShelf
{
    private readonly Lock _writing = new();
    private volatile ShelfState _current = ShelfState.Initial;

    /// <summary>One consistent state.</summary>
    public ShelfState Current => _current;

    /// <summary>Notes what is in the registry: models that are not served yet count as loading from now on.</summary>
    /// <param name="registered">The versions of each model; each has at least one.</param>
    /// <param name="isKnown">Whether Training itself has said so; otherwise it is what this process remembers from before its start.</param>
    /// <returns>
    /// The versions that were served and are no longer in the registry; they are not served any more. Of a model that has other versions, the
    /// last one that is loaded stays until another is.
    /// </returns>
    public IReadOnlyList<LoadedModel> Announce(IReadOnlyDictionary<string, IReadOnlyList<int>> registered, bool isKnown = true)
    {
        lock (_writing)
        {
            var before = _current;
            var gone = before.Served.Values.SelectMany(model => Gone(model, registered)).ToList();
            var served = gone.Aggregate(before.Served, (served, model) => Without(served, model.Name, model.Version));
            var missing = registered.Keys.Where(name => !served.ContainsKey(name)).Select(name => KeyValuePair.Create(
                name, before.Missing.GetValueOrDefault(name, MissingModel.Loading) with { IsFinal = false }));
            _current = new ShelfState(
                before.IsKnown || isKnown,
                served,
                before.Missing.Clear().AddRange(missing),
                registered.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal));
            return gone;
        }
    }

    /// <summary>Lets a version answer; the highest number of a model answers callers who name none.</summary>
    /// <returns>False, and nothing changes, if the registry has dropped the version meanwhile.</returns>
    public bool TryPut(LoadedModel model)
    {
        lock (_writing)
        {
            if (!_current.Registered.GetValueOrDefault(model.Name, []).Contains(model.Version))
            {
                return false;
            }

            var versions = _current.Served.GetValueOrDefault(model.Name)?.Versions ?? ImmutableSortedDictionary<int, LoadedModel>.Empty;
            _current = _current with
            {
                Served = _current.Served.SetItem(model.Name, new ServedVersions(versions.SetItem(model.Version, model))),
                Missing = _current.Missing.Remove(model.Name),
            };
            return true;
        }
    }

    /// <summary>Takes versions away; calls that have found them already finish with them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="isWanted">Tells which versions stay.</param>
    /// <param name="why">Why the model does not answer, if none of them stays.</param>
    /// <returns>The versions that are gone.</returns>
    public IReadOnlyList<LoadedModel> Keep(string model, Func<LoadedModel, bool> isWanted, MissingModel why)
    {
        lock (_writing)
        {
            var gone = _current.Served.GetValueOrDefault(model)?.Versions.Values.Where(version => !isWanted(version)).ToList() ?? [];
            var served = gone.Aggregate(_current.Served, (served, version) => Without(served, version.Name, version.Version));
            var isMissing = gone.Count > 0 && !served.ContainsKey(model) && _current.Registered.ContainsKey(model);
            _current = _current with { Served = served, Missing = isMissing ? _current.Missing.SetItem(model, why) : _current.Missing };
            return gone;
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

    private static IEnumerable<LoadedModel> Gone(ServedVersions model, IReadOnlyDictionary<string, IReadOnlyList<int>> registered)
    {
        var versions = registered.GetValueOrDefault(model.Newest.Name, []);
        var isLast = versions.Count > 0 && !model.Versions.Keys.Any(versions.Contains);
        return model.Versions.Values.Where(version => !versions.Contains(version.Version) && !(isLast && version == model.Newest));
    }

    private static ImmutableSortedDictionary<string, ServedVersions> Without(
        ImmutableSortedDictionary<string, ServedVersions> served, string name, int version)
    {
        var left = served[name].Versions.Remove(version);
        return left.IsEmpty ? served.Remove(name) : served.SetItem(name, new ServedVersions(left));
    }
}

/// <summary>What the shelf holds at one moment.</summary>
/// <param name="IsKnown">Whether Training has told its models since this process began; before that, no name is known not to exist.</param>
/// <param name="Served">The models that answer, by name.</param>
/// <param name="Missing">The models that the registry names and that do not answer, by name.</param>
/// <param name="Registered">The versions that the registry names, by model.</param>
internal sealed record ShelfState(
    bool IsKnown,
    ImmutableSortedDictionary<string, ServedVersions> Served,
    ImmutableSortedDictionary<string, MissingModel> Missing,
    ImmutableSortedDictionary<string, IReadOnlyList<int>> Registered)
{
    public static readonly ShelfState Initial = new(
        false,
        ImmutableSortedDictionary.Create<string, ServedVersions>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, MissingModel>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, IReadOnlyList<int>>(StringComparer.Ordinal));

    /// <summary>All versions that answer.</summary>
    public IEnumerable<LoadedModel> Loaded => Served.Values.SelectMany(model => model.Versions.Values);

    /// <summary>A version that answers; null when it does not.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version; null for the one that answers callers who name none.</param>
    public LoadedModel? Find(string name, int? version) => Served.GetValueOrDefault(name) is not { } model
        ? null
        : version is { } number ? model.Versions.GetValueOrDefault(number) : model.Newest;
}

/// <summary>The versions of one model that answer.</summary>
/// <param name="Versions">At least one, by number.</param>
internal sealed record ServedVersions(ImmutableSortedDictionary<int, LoadedModel> Versions)
{
    /// <summary>The one that answers callers who name none.</summary>
    public LoadedModel Newest { get; } = Versions[Versions.Keys.Max()];
}

/// <summary>Why a model of the registry does not answer.</summary>
/// <param name="Fault">What went wrong so far, as a clause without a full stop; null while nothing has.</param>
/// <param name="IsFinal">Whether it will stay so until the registry changes.</param>
internal sealed record MissingModel(string? Fault, bool IsFinal)
{
    public static readonly MissingModel Loading = new(null, IsFinal: false);

    /// <summary>Somebody has taken it out of service.</summary>
    public static readonly MissingModel Unloaded = new("it was unloaded", IsFinal: true);

    /// <summary>Whether it is away because somebody wants it so.</summary>
    public bool IsUnloaded => ReferenceEquals(Fault, Unloaded.Fault);
}

/// <summary>One version of a model, ready to answer.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Labels">The labels in class order.</param>
/// <param name="Sha256">SHA-256 of the model file, in lower-case hexadecimal.</param>
/// <param name="LoadTime">When it began to answer.</param>
/// <param name="Committee">The network or networks.</param>
/// <param name="Runner">Runs them.</param>
internal sealed record LoadedModel(
    string Name, int Version, IReadOnlyList<string> Labels, string Sha256, DateTimeOffset LoadTime, Committee Committee, ModelRunner Runner)
{
    public ImageShape InputShape => Committee.InputShape;
}
