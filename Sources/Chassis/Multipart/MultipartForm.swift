public struct MultipartForm { let fields: FormFields }
