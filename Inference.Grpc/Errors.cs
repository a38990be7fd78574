using Digits.Imaging;
using Digits.Inference.Models;
using Digits.Inference.V1;
using Digits.ServiceDefaults.Errors;
using Grpc.Core;

namespace Digits.Inference;

/// <summary>Every way in which this service refuses a call.</summary>
internal static class Errors
{
    public const string DataField = "image.data";
    public const string PngField = "image.png";
    private const int MostNamed = 10;

    // Training registers no longer names.
    private const int MaxModelNameLength = 64;
    private const string PixelsField = "image.pixels";

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public static RpcException ImageMissing()
    {
        const string Message = "The request has no image: give image.data (a picture file) or image.pixels.";
        return RpcErrors.InvalidArgument("IMAGE_MISSING", Message, ("image", "is required, with either data or pixels"));
    }

    public static RpcException PixelsWrongSize(int given, LoadedModel model)
    {
        var (shape, wanted) = (model.InputShape, model.InputShape.Size);
        var message = $"{given} pixels were given; model \"{model.Name}\" reads {wanted}, for {shape.Height}x{shape.Width}.";
        return RpcErrors.InvalidArgument("IMAGE_SIZE_WRONG", message, (PixelsField, $"has {given} bytes instead of {wanted}"));
    }

    public static RpcException BadPicture(ImageFormatException fault, string field)
    {
        var reason = fault.Fault switch
        {
            ImageFault.Truncated => "IMAGE_TRUNCATED",
            ImageFault.Unsupported => "IMAGE_UNSUPPORTED",
            ImageFault.TooLarge => "IMAGE_TOO_LARGE",
            _ => "IMAGE_INVALID",
        };
        return RpcErrors.InvalidArgument(reason, fault.Message, (field, fault.Message));
    }

    public static RpcException ImageBlank(Image.ContentOneofCase content)
    {
        const string Message = "The image is blank: there is no ink on the paper.";
        var field = content switch
        {
            Image.ContentOneofCase.Data => DataField,
            Image.ContentOneofCase.Png => PngField,
            _ => PixelsField,
        };
        return RpcErrors.InvalidArgument("IMAGE_BLANK", Message, (field, "is blank"));
    }

    /// <exception cref="RpcException">The name is longer than any that Training registers.</exception>
    public static void CheckModelName(string name)
    {
        if (name.Length > MaxModelNameLength)
        {
            var message = $"The model's name has {name.Length} characters; a model's name has at most {MaxModelNameLength}.";
            throw RpcErrors.InvalidArgument("INVALID_MODEL_NAME", message, ("model", $"must have at most {MaxModelNameLength} characters"));
        }
    }

    public static RpcException VersionNegative(int version) => RpcErrors.InvalidArgument(
        "INVALID_MODEL_VERSION", $"The model's version is {version}; versions are counted from 1.", ("model_version", "must be 1 or more"));

    /// <summary>The process has been asked to end.</summary>
    public static RpcException Stopping() => RpcErrors.Unavailable(
        "SERVER_STOPPING", "Inference is being stopped or restarted. What it had read is answered; send the rest again.", RetryAfter);

    /// <summary>Training has not sent its list of models yet, so it is unknown whether a model of any name exists.</summary>
    public static RpcException RegistryUnknown() => RpcErrors.Unavailable(
        "MODELS_LOADING",
        "The models are not known yet: Inference is waiting for Training to list them. If this lasts, check that Training runs.",
        RetryAfter);

    /// <summary>The version that answers.</summary>
    /// <param name="shelf">The shelf.</param>
    /// <param name="name">The model.</param>
    /// <param name="version">Its version; null for the newest that is loaded.</param>
    /// <exception cref="RpcException">It is not served; the message says why.</exception>
    public static LoadedModel Get(this ModelShelf shelf, string name, int? version)
    {
        var state = shelf.Current;
        return state.Find(name, version) ?? throw (version is { } number ? VersionNotServed(name, number, state) : ModelNotServed(name, state));
    }

    /// <summary>A model that is not served: not known yet, still loading, impossible to load, or not in the registry.</summary>
    public static RpcException ModelNotServed(string name, ShelfState state)
    {
        if (!state.IsKnown)
        {
            return RegistryUnknown();
        }

        return state.Missing.GetValueOrDefault(name) switch
        {
            { IsUnloaded: true } => RpcErrors.FailedPrecondition(
                "MODEL_UNLOADED", $"Model \"{name}\" was unloaded. Load it with RepositoryModelLoad or POST /v2/repository/models/{name}/load."),
            { IsFinal: true } unusable => RpcErrors.FailedPrecondition(
                "MODEL_UNUSABLE", $"Model \"{name}\" exists, but none of its versions can be served: {unusable.Fault}. Import or train it again."),
            { Fault: { } fault } => RpcErrors.Unavailable(
                "MODELS_LOADING", $"Model \"{name}\" exists, but could not be loaded so far: {fault}. It is tried again.", RetryAfter),
            { } => RpcErrors.Unavailable("MODELS_LOADING", $"Model \"{name}\" is still being loaded; try again in a second.", RetryAfter),
            null => ModelNotFound(name, state),
        };
    }

    /// <summary>A version that is not served, of a model that may be.</summary>
    public static RpcException VersionNotServed(string name, int version, ShelfState state)
    {
        if (!state.Served.TryGetValue(name, out var model))
        {
            return ModelNotServed(name, state);
        }

        var loaded = string.Join(", ", model.Versions.Keys.Reverse().Take(MostNamed));
        return state.Registered.GetValueOrDefault(name, []).Contains(version)
            ? RpcErrors.FailedPrecondition(
                "VERSION_NOT_LOADED",
                $"Version {version} of model \"{name}\" is not loaded; loaded are {loaded}. RepositoryModelLoad with the parameter \"version\" loads it.")
            : RpcErrors.NotFound("VERSION_NOT_FOUND", $"Model \"{name}\" has no version {version}; loaded are {loaded}.");
    }

    /// <summary>A version was asked to be loaded and cannot be.</summary>
    public static RpcException VersionNotLoaded(string name, int version, string fault) => RpcErrors.FailedPrecondition(
        "MODEL_UNUSABLE", $"Version {version} of model \"{name}\" cannot be loaded: {fault}.");

    private static RpcException ModelNotFound(string name, ShelfState state)
    {
        var served = string.Join(", ", state.Served.Keys.Take(MostNamed).Select(other => $"\"{other}\""));
        var more = state.Served.Count - MostNamed;
        var others = (state.Served.Count, state.Missing.Count) switch
        {
            (0, 0) => "no model has been trained yet",
            (0, _) => "none of the registered models is served yet",
            _ => more > 0 ? $"served are {served} and {more} more" : $"served are {served}",
        };
        return RpcErrors.NotFound("MODEL_NOT_FOUND", $"There is no model \"{CallerText.Shorten(name)}\": {others}.");
    }
}
