using Digits.ServiceDefaults.Errors;
using Grpc.Core;

namespace Digits.Inference.OpenInference;

/// <summary>Every way in which the tensors of a request can be wrong. Messages name the tensor, what was given and what is wanted.</summary>
internal static class TensorFaults
{
    public static RpcException NoInput(string input) =>
        Invalid("INPUT_MISSING", "inputs", $"The request has no input tensor; the model takes one, \"{input}\".");

    public static RpcException SeveralInputs(int count, string input) =>
        Invalid("INPUT_UNEXPECTED", "inputs", $"The request has {count} input tensors; the model takes one, \"{input}\".");

    public static RpcException UnknownInput(string name, string input) =>
        Invalid("INPUT_UNKNOWN", "inputs", $"The model has no input \"{CallerText.Shorten(name)}\"; it takes \"{input}\".");

    public static RpcException UnknownDatatype(string datatype) => Invalid(
        "DATATYPE_UNSUPPORTED",
        "inputs",
        $"The datatype of \"image\" is \"{CallerText.Shorten(datatype)}\"; it must be UINT8 (0 paper, 255 ink), FP32 (0 paper, 1 ink) or BYTES (picture files).");

    public static RpcException WrongShape(IReadOnlyList<long> shape, string wanted) =>
        Invalid("SHAPE_WRONG", "inputs", $"The shape of \"image\" is {Write(shape)}; it must be {wanted}.");

    public static RpcException TooManyImages(long count, int most) => Invalid(
        "TOO_MANY_IMAGES", "inputs", $"{count} images are in one call; {most} may be. Send them in several calls.");

    public static RpcException ContentsAndRaw() => Invalid(
        "CONTENTS_AND_RAW", "raw_input_contents", "The request has both raw_input_contents and contents of a tensor; give one of them.");

    public static RpcException RawCountWrong(int given, int inputs) => Invalid(
        "RAW_COUNT_WRONG", "raw_input_contents", $"raw_input_contents has {given} entries for {inputs} input tensors; it needs one for each.");

    public static RpcException WrongContents(string datatype, string wanted) => Invalid(
        "CONTENTS_WRONG", "inputs", $"The contents of \"image\" are in the field of another type; {datatype} belongs in {wanted} or in raw_input_contents.");

    public static RpcException WrongCount(long given, long wanted, IReadOnlyList<long> shape) => Invalid(
        "ELEMENT_COUNT_WRONG", "inputs", $"\"image\" has {given} elements; its shape {Write(shape)} needs {wanted}.");

    public static RpcException WrongByteCount(long given, long wanted, string datatype, IReadOnlyList<long> shape) => Invalid(
        "BYTE_COUNT_WRONG", "raw_input_contents", $"\"image\" has {given} bytes; {datatype} of shape {Write(shape)} needs {wanted}.");

    public static RpcException BrokenBytes(int element, string fault) => Invalid(
        "BYTE_COUNT_WRONG", "raw_input_contents", $"Element {element} of \"image\" {fault}; each is its length in four bytes, little-endian, and then its bytes.");

    public static RpcException WrongValue(long index, string value, string wanted) => Invalid(
        "VALUE_INVALID", "inputs", $"Element {index} of \"image\" is {value}; {wanted}.");

    public static RpcException BlankPicture(int index) => Invalid(
        "IMAGE_BLANK", "inputs", $"Picture {index} is blank: there is no ink on the paper.");

    public static RpcException UnknownOutput(string name, string known) => Invalid(
        "OUTPUT_UNKNOWN", "outputs", $"The model has no output \"{CallerText.Shorten(name)}\"; it gives {known}.");

    public static RpcException RepeatedOutput(string name) =>
        Invalid("OUTPUT_REPEATED", "outputs", $"The output \"{name}\" is asked for twice.");

    public static RpcException WrongParameter(string parameter, string wanted) =>
        Invalid("PARAMETER_WRONG", parameter, $"The parameter \"{parameter}\" {wanted}.");

    public static RpcException WrongVersion(string version) => Invalid(
        "INVALID_MODEL_VERSION", "model_version", $"\"{CallerText.Shorten(version)}\" is no version; versions are whole numbers from 1.");

    private static string Write(IReadOnlyList<long> shape)
    {
        const int MostSides = 8;
        return $"[{string.Join(", ", shape.Take(MostSides))}{(shape.Count > MostSides ? ", …" : "")}]";
    }

    private static RpcException Invalid(string reason, string field, string message) => RpcErrors.InvalidArgument(reason, message, (field, message));
}
